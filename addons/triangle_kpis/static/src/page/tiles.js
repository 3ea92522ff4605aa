import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Apart } from "./apart";
import { arrow, formatBase, formatChange, formatInterval, formatTarget, formatValue, health, splitValue } from "./format";
import { Sparkline } from "./sparkline";

const { DateTime } = luxon;

/** Doubts a figure may carry: {key: {label, text}}. */
export function badges() {
    return {
        suspect: { label: _t("look twice"), text: _t("It got better while what guards it got worse: better figures, perhaps not better service.") },
        one_topic: { label: _t("look twice"), text: _t("A team nearly always notes the same topic: perhaps it is clicked, not asked.") },
        km: { label: _t("many open"), text: _t("Much that began in this period is not finished, and not in this figure. “How sure are we?” counts it in.") },
        alike: { label: _t("mix matters"), text: _t("Teams look different because they get different topics: for the same topics they do alike.") },
        simpson: { label: _t("mix changed"), text: _t("The whole moved one way and every part the other: what changed is how much comes from where.") },
    };
}

/** What every tile shows of its figure. Tiles hold no state and call nothing but their props. */
export class FigureTile extends Component {
    static components = { Sparkline };

    get tile() {
        return this.props.tile;
    }
    get value() {
        return splitValue(this.tile.value, this.tile.unit, this.tile.currency);
    }
    get base() {
        return formatBase(this.tile);
    }
    get target() {
        return formatTarget(this.tile);
    }
    get words() {
        return _t("%(label)s: %(value)s. Show the records", {
            label: this.tile.label,
            value: this.say(this.tile.value),
        });
    }
    say(value) {
        return formatValue(value, this.tile.unit, this.tile.currency);
    }
    /** What began in the period and is still followed: no miss, only not to be judged yet. */
    get young() {
        return this.tile.immature ? _t("%s more not ripe yet", formatValue(this.tile.immature, "count")) : "";
    }
    get youngWords() {
        return _t("They began in this period and are still followed. They are counted once their time is over.");
    }
    /** What to doubt about the figure, in a word or two. */
    get badges() {
        const known = badges();
        return (this.tile.badges || []).map((key) => known[key]).filter(Boolean);
    }
    /** Sentences behind "How sure are we?". */
    get doubts() {
        const { target_source: source, target_note: note, definition, guard } = this.tile;
        return [
            this.interval && _t("%s, 19 times out of 20.", this.interval),
            this.young && this.youngWords,
            source && _t("Target from: %s.", source),
            note && _t("Compare with: %s.", note),
            ...this.badges.map(({ text }) => text),
            definition,
            guard && _t("Look also at: %s", guard),
        ].filter(Boolean);
    }
    get interval() {
        return this.tile.status === "ok" ? formatInterval(this.tile.interval, this.tile.unit, this.tile.currency) : "";
    }
    get judged() {
        return this.tile.status === "ok" || this.tile.status === "partial";
    }
    /** The change against the compared period; coloured only where chance is ruled out. */
    get change() {
        const delta = this.judged && this.tile.delta;
        if (!delta || (delta.n < this.tile.min_n && !this.props.sure)) {
            return null; // nothing to compare with that deserves a word
        }
        const words = formatChange(delta.value, this.tile.unit, this.tile.currency);
        const clear = delta.significant === true && delta.better !== null;
        return {
            arrow: delta.n < this.tile.min_n || words === formatChange(0, this.tile.unit) ? "" : arrow(delta.value),
            text: this.props.sure ? this.changeInFull(delta) : words,
            tone: clear ? (delta.better ? "text-success" : "text-danger") : "text-body-secondary",
        };
    }
    changeInFull(delta) {
        const words = {
            change: formatChange(delta.value, this.tile.unit, this.tile.currency),
            before: this.say(delta.before),
        };
        if (delta.n < this.tile.min_n) {
            return _t("it was %(before)s, but of %(n)s only", { ...words, n: delta.n });
        }
        return delta.significant === false
            ? _t("%(change)s, it was %(before)s (may be chance)", words)
            : _t("%(change)s, it was %(before)s", words);
    }
    get hasTrend() {
        return this.tile.trend?.filter((point) => point.value !== null).length > 1;
    }
    open(part, filters) {
        this.props.onOpen({ ...this.tile.drill, ...(part ? { part } : {}), ...(filters ? { filters } : {}) });
    }
}

/** One figure with its base, target and trend. */
export class NumberTile extends FigureTile {
    static template = "triangle_kpis.NumberTile";
    static props = { tile: Object, sure: Boolean, onOpen: Function, onFigure: { type: Function, optional: true } };
}

/** The leading figure of a side; opens to its months, its definition and its records. */
export class SideTile extends FigureTile {
    static template = "triangle_kpis.SideTile";
    static components = { ...FigureTile.components, Apart };
    static props = {
        filters: Object,
        tile: Object,
        sure: Boolean,
        onOpen: Function,
        side: Object,
        name: String,
        shortcut: Number,
        selected: Boolean,
        onToggle: Function,
        onFigure: Function,
        ladder: { type: Array, optional: true },
    };

    get health() {
        return health(this.props.side.score);
    }
    get subtitle() {
        const { label, tooltip } = this.tile;
        return label === this.props.side.label && tooltip ? tooltip : label;
    }
    get months() {
        return this.tile.trend.map((point) => ({
            ...point,
            text: this.say(point.value),
            month: DateTime.fromISO(point.from || `${point.period}-01`).toFormat("LLL"),
        }));
    }
    /** Ways to the records: all of them, those that count, those that do not. */
    get ways() {
        const { n, count } = this.tile;
        const ways = [{ part: "all", text: _t("Show all %s", formatValue(n, "count")) }];
        if (count !== null && count !== undefined && count <= n) {
            ways.push({ part: "num", text: _t("%s counted", formatValue(count, "count")) });
            ways.push({ part: "miss", text: _t("%s not", formatValue(n - count, "count")) });
        }
        return ways;
    }
    get moreWords() {
        return _t("More about %s", this.props.side.label);
    }
    get rungs() {
        const most = Math.max(1, ...(this.props.ladder || []).map((rung) => rung.n));
        return (this.props.ladder || []).map((rung) => ({
            ...rung,
            text: formatValue(rung.n, "count"),
            width: Math.round((100 * rung.n) / most),
        }));
    }
    openMonth(point) {
        this.open(null, { date_from: point.from, date_to: point.to });
    }
}

registry.category("triangle_kpis.tiles").add("number", NumberTile).add("side", SideTile);
