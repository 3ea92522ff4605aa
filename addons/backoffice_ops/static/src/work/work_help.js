import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";

/** The keys, on one card. */
export class WorkHelp extends Component {
    static template = "backoffice_ops.WorkHelp";
    static components = { Dialog };
    static props = { close: Function };

    setup() {
        this.title = _t("Keys in My work");
        this.keys = [
            ["J ↓ / K ↑", _t("next / previous request")],
            ["Enter", _t("go into the request")],
            ["A", _t("accept, or take what nobody has")],
            ["B", _t("send back: say what is missing")],
            ["W", _t("waiting for somebody")],
            ["G", _t("go on after waiting")],
            ["Y", _t("ready; for your own requests: right")],
            ["N", _t("not right")],
            ["S", _t("send again with what was missing")],
            ["X", _t("choose several; Esc chooses none")],
            ["U", _t("undo, for 10 seconds")],
            ["/", _t("search")],
            ["Esc", _t("back to the list")],
        ];
    }
}
