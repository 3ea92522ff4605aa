import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatBase, formatTarget, formatValue } from "./format";

/** What the sides and actors are called, in the order of the triangle. */
export function sideLabels() {
    return {
        external: _t("Made"),
        internal: _t("Enabled"),
        interactive: _t("Kept"),
        customer: _t("Customers"),
        employee: _t("Employees"),
        company: _t("Company"),
    };
}

/** Every further figure in one line each, by side; a line opens the figure's own page. */
export class MoreFigures extends Component {
    static template = "triangle_kpis.MoreFigures";
    static props = { figures: Array, onFigure: Function };

    get groups() {
        const labels = sideLabels();
        return Object.keys(labels)
            .map((side) => ({ side, label: labels[side], figures: this.of(side) }))
            .filter(({ figures }) => figures.length);
    }

    of(side) {
        return this.props.figures
            .filter((figure) => figure.side === side)
            .map((figure) => ({
                ...figure,
                text: formatValue(figure.value, figure.unit, figure.currency),
                base: figure.status === "low_n" ? _t("too few to judge") : formatBase(figure),
                goal: formatTarget(figure),
            }));
    }

    get title() {
        return _t("All figures (%s)", this.props.figures.length);
    }
}
