import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";

let nextId = 1;

/**
 * A field that suggests while one types. Arrows choose, Enter takes the marked line, Escape closes.
 * What a line looks like is a slot; what is found is the owner's business.
 */
export class Picker extends Component {
    static template = "frontoffice_crm.DeskPicker";
    static props = {
        name: String,
        label: String,
        load: Function,
        onPick: Function,
        onText: { type: Function, optional: true },
        placeholder: { type: String, optional: true },
        text: { type: String, optional: true },
        inline: { type: Boolean, optional: true },
        eager: { type: Boolean, optional: true },
        class: { type: String, optional: true },
        inputmode: { type: String, optional: true },
        slots: { type: Object, optional: true },
    };

    setup() {
        this.id = `o_desk_picker_${nextId++}`;
        this.input = useRef("input");
        this.state = useState({ text: this.props.text || "", items: [], marked: 0, open: false });
        this.keepLast = new KeepLast();
        this.search = useDebounced(() => this.load(), 150);
        useEffect(
            (text) => {
                this.state.text = text || "";
            },
            () => [this.props.text]
        );
    }

    async load() {
        const text = this.state.text;
        const items = await this.keepLast.add(this.props.load(text));
        this.loadedFor = text;
        this.state.items = items;
        this.state.marked = 0;
        this.state.open = document.activeElement === this.input.el && items.length > 0;
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        if (this.props.onText?.(this.state.text) === false) {
            this.state.text = "";
            ev.target.value = "";
            this.close();
            return;
        }
        this.search();
    }

    onFocus() {
        if (this.props.eager || this.state.text) {
            this.load();
        }
    }

    onBlur() {
        this.close();
        if (!this.props.onText) {
            this.state.text = this.props.text || ""; // only what was picked counts
        }
    }

    close() {
        this.state.open = false;
        this.state.items = [];
    }

    async onKeydown(ev) {
        const last = this.state.items.length - 1;
        if (ev.key === "ArrowDown" && this.state.open) {
            this.state.marked = Math.min(this.state.marked + 1, last);
            ev.preventDefault();
        } else if (ev.key === "ArrowUp" && this.state.open) {
            this.state.marked = Math.max(this.state.marked - 1, 0);
            ev.preventDefault();
        } else if (ev.key === "Escape" && this.state.open) {
            this.close();
            ev.preventDefault();
            ev.stopPropagation();
        } else if (ev.key === "Enter" && !ev.ctrlKey && !ev.metaKey) {
            await this.onEnter(ev);
        }
    }

    async onEnter(ev) {
        if (!this.state.text.trim() && !this.state.open) {
            return; // the owner moves on
        }
        ev.preventDefault();
        ev.stopPropagation();
        this.search.cancel();
        if (!this.state.open || this.loadedFor !== this.state.text) {
            await this.load(); // faster than the suggestions
        }
        this.pick(this.state.items[this.state.marked]);
    }

    pick(item) {
        const text = this.state.text;
        this.close();
        this.props.onPick(item || null, text);
    }
}
