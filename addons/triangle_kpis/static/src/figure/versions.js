import { Component } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";

const { DateTime } = luxon;

/** Every definition a figure ever had: what it was counted by, since when, and who changed it. */
export class Versions extends Component {
    static template = "triangle_kpis.Versions";
    static props = { versions: Array };

    get lines() {
        return [...this.props.versions]
            .sort((one, other) => other.number - one.number)
            .map((version) => ({ ...version, since: this.day(version.at) }));
    }

    get title() {
        const n = this.props.versions.length;
        return n === 1 ? _t("Formula, unchanged since it began") : _t("Formula, and its %s definitions", n);
    }

    day(at) {
        return at ? deserializeDateTime(at).toLocaleString(DateTime.DATE_MED) : "";
    }
}
