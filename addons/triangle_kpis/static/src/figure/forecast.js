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
        return this.line(this.props.forecast);
    }

    /** The same by month, where there are enough of them. */
    get later() {
        const { long } = this.props.forecast;
        return long?.points?.length && long.grain !== this.props.forecast.grain ? this.line(long) : null;
    }

    line({ past, points }) {
        const before = past || this.props.tile.trend.filter(({ partial }) => !partial);
        return [
            ...before.map(({ label, value, n }) => ({ label, value, n })),
            ...(points || []).map((point) => ({ ...point, partial: true })),
        ];
    }

    get label() {
        return _t("%s: what was, and what is likely", this.props.tile.label);
    }
}
