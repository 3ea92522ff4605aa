import { Component, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { formatWhen, parseWhen } from "./format";

const { DateTime } = luxon;

/** A day and time typed as people say it, or chosen in the browser's own calendar. */
export class WhenField extends Component {
    static template = "frontoffice_crm.DeskWhen";
    static props = { name: String, label: String, value: String, onChange: Function };

    setup() {
        this.native = useRef("native");
        this.state = useState({ text: null, wrong: false });
    }

    get moment() {
        return this.props.value ? deserializeDateTime(this.props.value) : null;
    }

    get text() {
        return this.state.text ?? formatWhen(this.moment);
    }

    /** What the words typed so far mean, read back at once. */
    get echo() {
        const moment = this.state.text === null ? null : parseWhen(this.state.text);
        return moment ? formatWhen(moment) : "";
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.state.wrong = false;
    }

    commit() {
        if (this.state.text === null) {
            return;
        }
        const moment = parseWhen(this.state.text);
        this.state.wrong = moment === undefined;
        if (moment !== undefined) {
            this.state.text = null;
        }
        const value = moment ? serializeDateTime(moment) : "";
        if (value !== this.props.value) {
            this.props.onChange(value); // what is not understood is no date, and is not logged as the old one
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            this.commit();
            if (this.state.wrong) {
                ev.preventDefault(); // stay until it is understood
            }
        }
    }

    get nativeValue() {
        return this.moment ? this.moment.toFormat("yyyy-MM-dd'T'HH:mm") : "";
    }

    showCalendar() {
        this.native.el.showPicker?.();
    }

    onNative(ev) {
        this.state.text = null;
        this.state.wrong = false;
        const moment = DateTime.fromISO(ev.target.value);
        this.props.onChange(moment.isValid ? serializeDateTime(moment) : "");
    }
}
