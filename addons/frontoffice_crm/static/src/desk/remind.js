import { Component } from "@odoo/owl";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { WhenField } from "./when_field";

const { DateTime } = luxon;
const MORNING = { hour: 9, minute: 0, second: 0, millisecond: 0 };

/** "Remind me": a to-do to oneself, on a day chosen with one click or typed. */
export class RemindRow extends Component {
    static template = "frontoffice_crm.DeskRemind";
    static components = { WhenField };
    static props = { form: Object };

    get choices() {
        const now = DateTime.local();
        return [
            [_t("tomorrow"), now.plus({ days: 1 })],
            [_t("in 3 days"), now.plus({ days: 3 })],
            [_t("in a week"), now.plus({ weeks: 1 })],
        ].map(([label, day]) => ({ label, at: serializeDateTime(day.set(MORNING)) }));
    }

    toggle() {
        this.props.form.remind = this.props.form.remind ? null : { at: this.choices[0].at };
    }
}
