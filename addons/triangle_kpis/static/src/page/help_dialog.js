import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

/** The keys of a page. */
export class HelpDialog extends Component {
    static template = "triangle_kpis.HelpDialog";
    static components = { Dialog };
    static props = { close: Function, keys: Array };
}
