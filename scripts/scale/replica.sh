#!/bin/bash
# Copies the primary into an empty volume the first time, then follows it and answers reads.
set -euo pipefail

export PGHOST=db PGUSER=odoo PGCONNECT_TIMEOUT=10
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # Whoever knows the password may read and write; to copy the whole cluster is a line of its own.
    psql -XqAt -v ON_ERROR_STOP=1 -d postgres <<'SQL'
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_hba_file_rules WHERE 'replication' = ANY(database) AND 'odoo' = ANY(user_name)) THEN
        EXECUTE $line$COPY (SELECT 'host replication odoo samenet scram-sha-256') TO PROGRAM 'cat >> pg_hba.conf'$line$;
        PERFORM pg_reload_conf();
    END IF;
END $$;
SQL
    find "$PGDATA" -mindepth 1 -delete
    pg_basebackup -D "$PGDATA" -R -X stream -c fast -d "host=db user=odoo password=$PGPASSWORD"
    chmod 700 "$PGDATA"
fi
exec postgres -c hot_standby_feedback=on
