import { Component, onWillUnmount, useState } from "@odoo/owl";

/** "Logged … Undo": stays for the ten seconds in which everything can be taken back. */
export class UndoBar extends Component {
    static template = "frontoffice_crm.DeskUndo";
    static props = { last: Object, onUndo: Function, onGone: Function };

    setup() {
        this.state = useState({ left: this.secondsLeft() });
        const timer = setInterval(() => this.tick(), 250);
        onWillUnmount(() => clearInterval(timer));
    }

    secondsLeft() {
        return Math.max(0, Math.ceil((this.props.last.until - Date.now()) / 1000));
    }

    tick() {
        this.state.left = this.secondsLeft();
        if (!this.state.left) {
            this.props.onGone();
        }
    }
}
