import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { LineChart } from "../chart/line_chart";

/** What is likely to come, and how far earlier forecasts were off. */
export class Forecast extends Component {
    static template = "triangle_kpis.Forecast";
    static components = { LineChart };
    static props = { forecast: Object, tile: Object };

    /** What was, and what is likely, as one line; the range of the latter is its band. */
    get points() {
        const before = this.props.forecast.past || this.props.tile.trend.filter(({ partial }) => !partial);
        const past = before.map(({ label, value, n }) => ({ label, value, n }));
        return [...past, ...(this.props.forecast.points || []).map((point) => ({ ...point, partial: true }))];
    }

    get label() {
        return _t("%s: what was, and what is likely", this.props.tile.label);
    }
}
