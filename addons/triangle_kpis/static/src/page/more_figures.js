import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatBase, formatTarget, formatValue, isNumber } from "./format";

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
            .map((side) => ({ side, label: labels[side], figures: this.of(side), silent: this.silent(side) }))
            .filter(({ figures, silent }) => figures.length + silent.length);
    }

    /** Lines with a value first; figures without one are only named, in one line. */
    of(side) {
        return this.props.figures
            .filter((figure) => figure.side === side && isNumber(figure.value))
            .map((figure) => ({
                ...figure,
                text: formatValue(figure.value, figure.unit, figure.currency),
                base: figure.status === "low_n" ? _t("too few to judge") : formatBase(figure),
                goal: formatTarget(figure),
            }));
    }

    /** Figures that have nothing to count yet, or are counted on their own page only. */
    silent(side) {
        return this.props.figures.filter((figure) => figure.side === side && !isNumber(figure.value));
    }

    silentText({ silent }) {
        return silent.length === 1 ? _t("1 more, without a value here") : _t("%s more, without a value here", silent.length);
    }

    get title() {
        return _t("All figures (%s)", this.props.figures.length);
    }
}
