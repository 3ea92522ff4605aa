import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatHit } from "./format";

const REASONS = { phone: _t("same number"), email: _t("same e-mail"), name: _t("similar name") };

/** People we know who may be the new person being typed. One click takes one; typing on ignores them. */
export class SimilarList extends Component {
    static template = "frontoffice_crm.DeskSimilar";
    static props = { lines: Array, onPick: Function };

    line = formatHit;

    reason(hit) {
        return REASONS[hit.why];
    }
}
