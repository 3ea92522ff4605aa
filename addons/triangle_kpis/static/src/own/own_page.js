import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FilterBar } from "../page/filter_bar";
import { Screen } from "../page/screen";
import { NumberTile } from "../page/tiles";

/** One's own figures: seen by nobody else here, compared with nobody. */
export class OwnPage extends Screen {
    static template = "triangle_kpis.OwnPage";
    static components = { FilterBar, NumberTile };
    static path = "my-figures";
    static drillMethod = "drill_own";
    static displayName = _t("My figures");

    initialState(kept) {
        return { sure: Boolean(kept.sure) };
    }

    read(filters) {
        const { preset, date_from, date_to, compare } = filters;
        return this.orm.call("triangle.dashboard", "get_own", [{ preset, date_from, date_to, compare }]);
    }

    keys() {
        return { ...super.keys(), s: () => this.toggleSure() };
    }

    helpKeys() {
        return [
            { key: "Enter", does: _t("Records behind the number you are on") },
            { key: "S", does: _t("How sure are we?") },
            ...super.helpKeys(),
        ];
    }

    get tiles() {
        return (this.page.tiles || []).filter(({ status }) => status !== "no_data");
    }

    toggleSure() {
        this.state.sure = !this.state.sure;
    }

    /** Opens one's own records behind a number: a tile of this page knows how. */
    openOwn(drill) {
        return this.open({ ...drill, filters: { ...drill.filters, own: true } });
    }
}

registry.category("actions").add("triangle_kpis.own", OwnPage);
