import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatValue } from "./format";

/** Where the promises that were not kept went wrong: three parts that add up. */
export class Partition extends Component {
    static template = "triangle_kpis.Partition";
    static props = { partition: Object, kpi: String, onOpen: Function };

    get parts() {
        const { of, over, enable, deliver } = this.props.partition;
        return [
            { key: "over", n: over, label: _t("promised too early"), tone: "o_made" },
            { key: "enable", n: enable, label: _t("back office late"), tone: "o_enabled" },
            { key: "deliver", n: deliver, label: _t("ours at the desk"), tone: "o_kept" },
        ].map((part) => ({ ...part, text: formatValue(part.n, "count"), width: of ? (100 * part.n) / of : 0 }));
    }

    get all() {
        return _t("Of %s not kept:", formatValue(this.props.partition.of, "count"));
    }

    open(part) {
        this.props.onOpen({ kpi: this.props.kpi, part });
    }
}
