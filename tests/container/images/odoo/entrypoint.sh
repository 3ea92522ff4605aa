#!/bin/bash
# Does what the published image does, as far as docker-compose.yml can tell: a
# database setting comes from its PG variable, from the settings file, or is
# appended to the command from HOST, PORT, USER and PASSWORD.
set -e

if [ -v PASSWORD_FILE ]; then
    PASSWORD="$(< "$PASSWORD_FILE")"
fi
appended=()
setting() {
    if [[ ! -v $2 ]] && ! grep -qE "^\s*$1\s*=" "$ODOO_RC"; then
        appended+=("--$1" "$3")
    fi
}
setting db_host PGHOST "${HOST:=db}"
setting db_port PGPORT "${PORT:=5432}"
setting db_user PGUSER "${USER:=odoo}"
setting db_password PGPASSWORD "${PASSWORD:=odoo}"

case "$1" in
    odoo | --) shift ;;
    -*) ;;
    *) exec "$@" ;;
esac
for _ in {1..30}; do
    ! pg_isready -q -h "$HOST" -p "$PORT" || break
    sleep 1
done
exec odoo "$@" "${appended[@]}"
