import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { BarChart } from "../chart/bar_chart";
import { LineChart } from "../chart/line_chart";
import { FilterBar } from "../page/filter_bar";
import { formatRange, formatValue, isNumber } from "../page/format";
import { sideLabels } from "../page/more_figures";
import { PAGE, Screen } from "../page/screen";
import { badges, FigureTile } from "../page/tiles";
import { Change } from "./change";
import { Cohorts } from "./cohorts";
import { Forecast } from "./forecast";
import { Members } from "./members";
import { Versions } from "./versions";

/** The head of the page: the figure in large, with its base, target, change and ways to its records. */
export class FigureHead extends FigureTile {
    static template = "triangle_kpis.FigureHead";
    static props = { tile: Object, sure: Boolean, onOpen: Function, kinds: { type: Array, optional: true }, compare: { type: [String, { value: null }], optional: true } };

    get sideLabel() {
        const label = sideLabels()[this.tile.side] || "";
        return label === this.tile.label ? "" : label;
    }
    get compared() {
        return this.change && this.props.compare ? _t("against %s", this.props.compare) : "";
    }
    /** Ways to the records: all of them, those that count, those that do not. */
    get ways() {
        const { n, count, unit } = this.tile;
        if (this.props.kinds?.length) {
            return this.props.kinds.map(({ part, label, n: many }) => ({ part, text: _t("%(kind)s: %(n)s", { kind: label, n: formatValue(many, "count") }) }));
        }
        const ways = [{ part: this.tile.drill?.part, text: _t("Show all %s", formatValue(n, "count")) }];
        if (unit === "percent" && isNumber(count) && count <= n) {
            ways[0].part = "all";
            ways.push({ part: "num", text: _t("%s counted", formatValue(count, "count")) });
            ways.push({ part: "miss", text: _t("%s not", formatValue(n - count, "count")) });
        }
        return n ? ways : [];
    }
}

/** One figure on a page of its own: value and trend first, everything that makes it certain behind a button. */
export class FigurePage extends Screen {
    static template = "triangle_kpis.FigurePage";
    static components = { BarChart, Change, Cohorts, FigureHead, FilterBar, Forecast, LineChart, Members, Versions };
    static path = "figure";
    static displayName = _t("Figure");

    initialState(kept, address) {
        const code = kept.code || this.props.kpi || address.kpi || "";
        return { code: String(code), sure: kept.sure ?? (!this.props.kpi && Boolean(address.sure)) };
    }

    read(filters) {
        return this.state.code ? this.orm.call("triangle.dashboard", "get_kpi", [this.state.code, filters]) : { empty: true };
    }

    address() {
        return { kpi: this.state.code || undefined, sure: this.state.sure ? 1 : undefined };
    }

    async load() {
        await super.load();
        if (this.tile) {
            this.env.config?.setDisplayName(this.tile.label);
        }
    }

    keys() {
        return { ...super.keys(), s: () => this.toggleSure(), Enter: () => this.tile && this.open(this.tile.drill) };
    }

    helpKeys() {
        return [
            { key: "Enter", does: _t("Records behind the figure, or behind the point you are on") },
            { key: "← →", does: _t("From point to point of a chart") },
            { key: "S", does: _t("How sure are we?") },
            ...super.helpKeys(),
        ];
    }

    // -- what is drawn -------------------------------------------------------------------------------

    get tile() {
        return this.page?.tile;
    }

    get chart() {
        const chart = this.page.chart;
        return chart && chart.kind !== "none" && chart.points?.some(({ value }) => isNumber(value)) ? chart : null;
    }

    get chartLabel() {
        return _t("%s: usual or not", this.tile.label);
    }

    get trendLabel() {
        return _t("%s by month", this.tile.label);
    }

    get certainty() {
        const { tile, page } = this;
        const doubts = badges();
        const interval = tile.status === "ok" && tile.interval?.every(isNumber) && formatRange(...tile.interval, tile.unit, tile.currency);
        return [
            interval && _t("Likely %s, 19 times out of 20.", interval),
            page.intervals,
            tile.immature && _t("%(n)s more began in this period and are still followed: they are counted once their time is over.", { n: formatValue(tile.immature, "count") }),
            ...[page.confidence].flat(),
            tile.status_text,
            tile.target_source && _t("Target from: %s.", tile.target_source),
            tile.target_note && _t("Compare with: %s.", tile.target_note),
            ...(tile.badges || []).map((key) => doubts[key]?.text),
        ].filter(Boolean);
    }

    get quantiles() {
        const spread = this.page.distribution;
        return [
            { key: "p50", label: _t("half") },
            { key: "p80", label: _t("8 of 10") },
            { key: "p95", label: _t("19 of 20") },
        ].map((mark) => ({ ...mark, value: spread[mark.key], open: spread.open?.includes(mark.key) }));
    }

    /** The same records on two clocks: what we worked, and what the customer waited. */
    get hours() {
        const unit = this.page.distribution.unit || "minutes";
        return (this.page.distribution.hours || []).flatMap(({ key, working, clock, open }) => {
            const mark = this.quantiles.find((one) => one.key === key);
            return mark ? [{ key, label: mark.label, working: mark.open ? _t("over %s", formatValue(working, unit)) : formatValue(working, unit), clock: open ? _t("over %s", formatValue(clock, unit)) : formatValue(clock, unit) }] : [];
        });
    }

    get members() {
        return (this.page.members || []).filter(({ rows }) => rows?.length > 1);
    }

    get guards() {
        return (this.page.guards || []).map((guard) => ({ ...guard, text: formatValue(guard.value, guard.unit, guard.currency) }));
    }

    get hasTrend() {
        return this.tile.trend?.some(({ value }) => isNumber(value));
    }

    // -- acting --------------------------------------------------------------------------------------

    /** Opens the records of a point in time: the same figure, its days. */
    openPoint(point) {
        const filters = point.from ? { date_from: point.from, date_to: point.to } : {};
        return this.open({ ...this.tile.drill, ...point.drill, filters: { ...point.drill?.filters, ...filters } });
    }

    openBin(bin) {
        return this.open(bin.drill || this.tile.drill);
    }

    /** The same figure for one team, department, channel or campaign alone. */
    showMember(by, id) {
        return this.change({ [by]: id });
    }

    toggleSure() {
        this.state.sure = !this.state.sure;
        this.tellAddress();
    }

    why() {
        return this.orm.call("triangle.dashboard", "why", [this.state.code, this.page.filters, this.page.period.compare || null]);
    }

    toPage() {
        return this.goBack() || this.action.doAction(PAGE, { props: { filters: { ...this.state.filters } }, clearBreadcrumbs: true });
    }
}

registry.category("actions").add("triangle_kpis.figure", FigurePage);
