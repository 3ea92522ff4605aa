import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const SHOWN_MS = 2000;

/** What we say back: read out, agreed, and in writing with one click. */
export class SayBack extends Component {
    static template = "frontoffice_crm.DeskSayBack";
    static props = { model: Object };

    setup() {
        this.model = useState(this.props.model);
        this.state = useState({ copied: false });
    }

    toggleSend() {
        this.model.form.send = !this.model.form.send;
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.model.said.text);
        this.state.copied = true;
        browser.setTimeout(() => (this.state.copied = false), SHOWN_MS);
    }
}
