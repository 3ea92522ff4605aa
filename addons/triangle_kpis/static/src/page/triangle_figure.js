import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { arrow, formatChange, formatInterval, formatValue, health } from "./format";

/** Where the three sides run, and where their words stand, in a box of 480 × 360. */
const LINES = {
    external: { x1: 240, y1: 34, x2: 44, y2: 318, left: 27, top: 49 },
    internal: { x1: 240, y1: 34, x2: 436, y2: 318, left: 73, top: 49 },
    interactive: { x1: 44, y1: 318, x2: 436, y2: 318, left: 50, top: 88.3 },
};

/** The service triangle: how well each side holds, as picture, as buttons and as a table. */
export class TriangleFigure extends Component {
    static template = "triangle_kpis.TriangleFigure";
    static props = {
        sides: { type: Object, optional: true },
        score: { type: Object, optional: true },
        selected: { type: [String, { value: null }], optional: true },
        onSelect: { type: Function, optional: true },
    };

    get corners() {
        return [
            { key: "company", label: _t("Company"), left: 50, top: 9.4 },
            { key: "customers", label: _t("Customers"), left: 9.2, top: 88.3 },
            { key: "employees", label: _t("Employees"), left: 90.8, top: 88.3 },
        ];
    }

    get sides() {
        return Object.entries(LINES).map(([key, line]) => {
            const side = this.props.sides?.[key];
            return {
                key,
                line,
                label: side?.label || "",
                small: side?.small || "",
                score: formatValue(side?.score ?? null, "index"),
                health: health(side?.score),
                weakest: Boolean(side?.weakest),
                doubt: this.doubt(key),
            };
        });
    }

    /** How much of a side is known, where that is not all of it: "65% known". */
    doubt(key) {
        const side = this.props.sides?.[key];
        const known = this.props.score?.coverage?.[key] ?? side?.coverage ?? null;
        if (!side || side.score === null || (!side.provisional && (known === null || known >= 0.995))) {
            return "";
        }
        return known === null ? _t("provisional") : _t("%s known", formatValue(known, "percent"));
    }

    get score() {
        const { value = null, prev = null, band = null, moved = null } = this.props.score || {};
        const change = value === null || prev === null ? null : Math.round(value) - Math.round(prev);
        return {
            value: formatValue(value, "index"),
            band: value === null ? "" : formatInterval(band, "index"),
            arrow: arrow(change),
            change: formatChange(change, "index"),
            chance: moved === false && Boolean(change),
            tone: !change || moved === false ? "text-body-secondary" : change > 0 ? "text-success" : "text-danger",
        };
    }

    get words() {
        if (!this.props.sides) {
            return _t("Service triangle, without data yet");
        }
        const sides = this.sides.map((side) => [side.label + " " + side.score, side.health.label, side.doubt].filter(Boolean).join(", ")).join("; ");
        return _t("Service triangle, score %(score)s. %(sides)s", { score: this.score.value, sides });
    }
}
