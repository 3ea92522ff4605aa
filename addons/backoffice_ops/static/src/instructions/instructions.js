import { Component, markup, useEffect, useRef, useState } from "@odoo/owl";

const SLACK = 8; // pixels: a line that only just does not fit is shown

/** How the department does it. What is long shows its beginning until it is asked for. */
export class Instructions extends Component {
    static template = "backoffice_ops.Instructions";
    static props = { html: String };

    setup() {
        this.state = useState({ open: false, long: false });
        this.text = useRef("text");
        useEffect(
            (el) => {
                const measure = () => {
                    this.state.long = this.state.open || el.scrollHeight > el.clientHeight + SLACK;
                };
                const watch = new ResizeObserver(measure); // fonts, pictures and the width of the pane
                [el, ...el.children].forEach((part) => watch.observe(part));
                measure();
                return () => watch.disconnect();
            },
            () => [this.text.el, this.props.html]
        );
    }

    get html() {
        return markup(this.props.html);
    }

    /** The keyboard reached something below the edge. */
    onFocusin() {
        this.state.open = this.state.open || this.state.long;
    }

    toggle() {
        this.state.open = !this.state.open;
    }
}
