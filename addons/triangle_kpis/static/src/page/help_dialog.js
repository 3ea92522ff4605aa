import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys of the page. */
export class HelpDialog extends Component {
    static template = "triangle_kpis.HelpDialog";
    static components = { Dialog };
    static props = { close: Function };

    get keys() {
        return [
            { key: "1 2 3", does: _t("Open a side: Kept, Enabled, Made") },
            { key: "Enter", does: _t("Records of the open side, or of the number you are on") },
            { key: "B", does: _t("Back") },
            { key: "S", does: _t("How sure are we?") },
            { key: "F", does: _t("Full screen") },
            { key: "?", does: _t("This list") },
        ];
    }
}
