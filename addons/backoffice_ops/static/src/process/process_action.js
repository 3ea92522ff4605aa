import { Component, onWillStart, useState } from "@odoo/owl";
import { formatFloat } from "@web/core/utils/numbers";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

export const SOME = 0.1;
export const MANY = 0.2;
const NAME = 22;

/** How much comes back: the colour of a line, and a word for who cannot see it. */
export function tone(rate) {
    return rate >= MANY ? "bad" : rate >= SOME ? "fair" : "good";
}

export function percent(rate) {
    return _t("%s %", Math.round(100 * rate));
}

export function hours(value) {
    if (value === null || value === undefined) {
        return "–";
    }
    return value < 1 ? _t("%s min", Math.round(value * 60)) : _t("%s h", formatFloat(value, { digits: [0, value < 10 ? 1 : 0] }));
}

/** A name that fits into its box; the whole of it is the title. */
export function short(name) {
    return name.length > NAME ? `${name.slice(0, NAME - 1).trimEnd()}…` : name;
}

/** Who hands to whom, how long it lies there, how often it comes back; every number opens its requests. */
export class ProcessAction extends Component {
    static template = "backoffice_ops.Process";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useState(useService("ui"));
        this.keep = new KeepLast();
        this.state = useState({ days: 90, department: "", service: "", page: null, chosen: null });
        this.tone = tone;
        this.percent = percent;
        this.hours = hours;
        this.short = short;
        onWillStart(() => this.load());
    }

    get filters() {
        const { days, department, service } = this.state;
        return { days: Number(days), department: Number(department) || false, service: Number(service) || false };
    }

    async load() {
        this.state.page = await this.keep.add(this.orm.call("backoffice.process", "map", [this.filters]));
        if (!this.page.lines.some((line) => line.id === this.state.chosen)) {
            this.state.chosen = null;
        }
    }

    get page() {
        return this.state.page;
    }

    get display() {
        return { controlPanel: {} };
    }

    get chosen() {
        return this.page.lines.find((line) => line.id === this.state.chosen);
    }

    onFilter(name, ev) {
        this.state[name] = ev.target.value;
        return this.load();
    }

    choose(line) {
        this.state.chosen = this.state.chosen === line.id ? null : line.id;
    }

    onLineKey(ev, line) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.choose(line);
        } else if (ev.key === "Escape") {
            this.state.chosen = null;
        }
    }

    /** All of a line in one sentence, for who listens. */
    label(line) {
        return _t("%(from)s to %(to)s: %(n)s handed over, %(back)s sent back, usually ready within %(median)s", {
            from: line.from, to: line.to, n: line.n, back: line.back, median: hours(line.median),
        });
    }

    /** The figures of a line or of all, each with what it opens. */
    figures(of) {
        return [
            { what: "all", label: _t("handed over"), value: of.n },
            { what: "back", label: _t("sent back"), value: of.back, more: of.n ? percent(of.back / of.n) : "" },
            { what: "ping", label: _t("to and fro"), value: of.ping, hint: _t("Sent back twice or more between the same two") },
            { what: "front", label: _t("pushed back to the front"), value: of.front, hint: _t("Sent back to the front office") },
            { what: "again", label: _t("done again"), value: of.again, hint: _t("“Not right” after it was ready") },
        ];
    }

    /** How long it usually takes and what 8 of 10 keep; both open the requests behind, slowest first. */
    times(of) {
        if (!of.timed) {
            return [];
        }
        return [
            { part: "median", label: _t("until it is ready, usually"), value: hours(of.median) },
            { part: "p80", label: _t("in 8 of 10"), value: hours(of.p80), more: _t("%s requests", of.timed) },
        ];
    }

    /** Lines that need an eye first: most sent back. */
    get ranked() {
        return [...this.page.lines].sort((a, b) => b.back - a.back || b.n - a.n);
    }

    get worst() {
        const line = this.ranked[0];
        return line?.back && line.n >= 5 ? line : null;
    }

    faded(line) {
        return this.state.chosen && this.state.chosen !== line.id;
    }

    async drill(what, line) {
        const ends = line ? [line.source, line.target] : [null, null];
        const action = await this.orm.call("backoffice.process", "drill", [this.filters, what, ...ends]);
        await this.action.doAction(action);
    }
}

registry.category("actions").add("backoffice_ops.process", ProcessAction);
