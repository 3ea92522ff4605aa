import { useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { FilterBar } from "./filter_bar";
import { Partition } from "./partition";
import { Screen } from "./screen";
import { MoreFigures } from "./more_figures";
import { StartPanel } from "./start_panel";
import { SureBlocks } from "./sure_blocks";
import "./tiles";
import { DownloadMenu } from "../out/download_menu";
import { formatValue, isNumber } from "./format";
import { TriangleFigure } from "./triangle_figure";
import { useWallboard } from "./wallboard";

/** The result first, then what it comes from: the order of the rows and of keys 1, 2, 3. */
const ORDER = ["interactive", "internal", "external"];

/** The Service Triangle: one question to the server, one screen, every number opens its records. */
export class TrianglePage extends Screen {
    static template = "triangle_kpis.TrianglePage";
    static components = { DownloadMenu, FilterBar, MoreFigures, Partition, StartPanel, SureBlocks, TriangleFigure };
    static path = "triangle";
    static displayName = _t("Service Triangle");

    setup() {
        super.setup();
        this.wall = useWallboard(() => this.load());
        useEffect(
            (wall, fresh) => {
                if (wall && fresh) {
                    this.load(); // nobody stands at a wall to press the button
                }
            },
            () => [this.wall.on, this.live.fresh],
        );
    }

    initialState(kept) {
        return { selected: kept.selected || null, sure: Boolean(kept.sure), sample: null };
    }

    read(filters) {
        return this.orm.call("triangle.dashboard", "get_page", [filters]);
    }

    start() {
        return Promise.all([this.load(), this.loadSample()]);
    }

    keys() {
        return {
            ...super.keys(),
            1: () => this.toggleSide(ORDER[0]),
            2: () => this.toggleSide(ORDER[1]),
            3: () => this.toggleSide(ORDER[2]),
            s: () => this.toggleSure(),
            m: () => this.selectedTile && this.openFigure(this.selectedTile.code),
            Enter: () => this.selectedTile && this.open(this.selectedTile.drill),
        };
    }

    helpKeys() {
        return [
            { key: "1 2 3", does: _t("Open a side: Kept, Enabled, Made") },
            { key: "Enter", does: _t("Records of the open side, or of the number you are on") },
            { key: "M", does: _t("More about the figure of the open side") },
            { key: "S", does: _t("How sure are we?") },
            ...super.helpKeys().map((line) => (line.key === "F" ? { key: "F", does: _t("Full screen: a wallboard that reads itself again every minute") } : line)),
        ];
    }

    /** What there is of the sample company; silent for those who may not know. */
    async loadSample() {
        try {
            this.state.sample = await this.orm.silent.call("frontoffice.sample", "status", []);
        } catch {
            this.state.sample = null;
        }
    }

    // -- what is drawn -----------------------------------------------------------------------------

    get isSample() {
        return Boolean(this.state.sample?.loaded && this.state.sample.company_id === user.activeCompany?.id);
    }

    get rows() {
        return ORDER.map((name, index) => {
            const side = this.page.sides[name];
            const tile = this.page.tiles.find(({ code }) => code === side.kpi);
            return { name, side, tile, shortcut: index + 1, ladder: name === "interactive" ? this.page.ladder : [] };
        }).filter(({ tile }) => tile);
    }

    /** Figures beside the three leading ones; what has no data is not drawn. */
    get others() {
        const leading = new Set(Object.values(this.page.sides).map(({ kpi }) => kpi));
        return this.page.tiles.filter(({ code, status }) => !leading.has(code) && status !== "no_data");
    }

    /** Targets a front team and a department answer for together: the same tile for both. */
    get shared() {
        return (this.page.shared || []).map((pair) => {
            const { team_id = null, department_id = null } = pair.filters;
            return { ...pair, words: pair.with.join(" + "), own: { team_id, department_id } };
        });
    }

    /** What figures do not say by themselves, with the way to its records: {title, lines}. */
    get hidden() {
        const { gaps = [], signs = [], delay } = this.page;
        return [
            { key: "gaps", title: _t("Where word and deed part"), lines: this.lines(gaps) },
            { key: "signs", title: _t("What the triangle hides"), lines: this.lines(signs) },
            { key: "delay", title: _t("Whose delay it was"), lines: this.lines((delay?.parts || []).filter(({ share }) => share).map((part) => ({ ...part, value: part.share, n: 0 }))) },
        ].filter(({ lines }) => lines.length);
    }

    lines(found) {
        return found
            .filter(({ value = null }) => value !== null)
            .map((line) => ({
                ...line,
                text: formatValue(line.value, line.unit || "percent"),
                base: line.n ? _t("of %s", formatValue(line.n, "count")) : "",
                change: isNumber(line.before) ? _t("it was %s", formatValue(line.before, line.unit || "percent")) : "",
            }));
    }

    get more() {
        return (this.page.settings?.figures && this.page.more) || [];
    }

    tileComponent(kind) {
        return registry.category("triangle_kpis.tiles").get(kind || "number");
    }

    get startsText() {
        const n = this.page.starts.length;
        return n === 1 ? _t("1 figure starts when there is something to count") : _t("%s figures start when there is something to count", n);
    }

    get showLabel() {
        return this.page.sentence.drill?.label || _t("Show them");
    }

    get selectedTile() {
        return this.page && this.rows.find(({ name }) => name === this.state.selected)?.tile;
    }

    // -- acting ------------------------------------------------------------------------------------

    act(item) {
        return item.drill ? this.open(item.drill) : this.action.doAction(item.action);
    }

    /** What is out of the ordinary: the page of its figure, or the alert itself where it is about no figure. */
    openAlert({ id, kpi }) {
        const form = { type: "ir.actions.act_window", res_model: "triangle.alert", res_id: id, views: [[false, "form"]] };
        return kpi ? this.openFigure(kpi) : this.action.doAction(form);
    }

    toggleSide(name) {
        this.state.selected = this.state.selected === name ? null : name;
    }

    /** A question to the score, for exactly the days and filters on screen. */
    askSure(block) {
        return this.orm.silent.call("triangle.dashboard", "get_sure", [block, this.page.filters]);
    }

    toggleSure() {
        this.state.sure = !this.state.sure;
    }

    goBack() {
        if (this.state.selected) {
            this.state.selected = null;
            return true;
        }
        return super.goBack();
    }
}

registry.category("actions").add("triangle_kpis.page", TrianglePage);
