import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

const TYPES = { number: "number", amount: "number", date: "date" };

function base64(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/** One answer in the form its question takes: words, number, date, one of a list, yes or no, files. */
export class AnswerInput extends Component {
    static template = "backoffice_ops.AnswerInput";
    static props = {
        question: Object, id: String, value: { optional: true }, onChange: Function,
        small: { type: Boolean, optional: true }, desk: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ names: {}, busy: false });
        this.yesNo = [{ id: "yes", label: _t("Yes") }, { id: "no", label: _t("No") }];
        onWillStart(() => this.readNames());
    }

    get type() {
        return TYPES[this.props.question.kind] || "text";
    }

    get text() {
        return Array.isArray(this.props.value) ? "" : this.props.value ?? "";
    }

    get classes() {
        return this.props.desk ? "form-control" : this.props.small ? "form-control" : "o_input border-bottom";
    }

    get files() {
        const ids = Array.isArray(this.props.value) ? this.props.value : [];
        return ids.map((id) => ({ id, name: this.state.names[id] || _t("File") }));
    }

    async readNames() {
        const ids = this.files.map((file) => file.id);
        if (this.props.question.kind === "file" && ids.length) {
            const found = await this.orm.searchRead("ir.attachment", [["id", "in", ids]], ["name"]);
            found.forEach((file) => (this.state.names[file.id] = file.name));
        }
    }

    /** While typing, where a button waits for it; a form of records is told when the field is left. */
    onInput(ev) {
        if (this.props.small || this.props.desk) {
            this.onType(ev);
        }
    }

    onType(ev) {
        this.props.onChange(ev.target.value.trim());
    }

    onPick(value) {
        this.props.onChange(this.props.value === value ? "" : value);
    }

    async onFiles(ev) {
        const given = [...ev.target.files];
        ev.target.value = "";
        this.state.busy = true;
        const ids = this.files.map((file) => file.id);
        try {
            for (const file of given) {
                const kept = await this.orm.call("backoffice.handoff", "keep_file", [file.name, await base64(file)]);
                this.state.names[kept.id] = kept.name;
                ids.push(kept.id);
            }
        } finally {
            this.state.busy = false;
            this.props.onChange(ids);
        }
    }

    onDrop(id) {
        this.props.onChange(this.files.map((file) => file.id).filter((one) => one !== id));
    }
}
