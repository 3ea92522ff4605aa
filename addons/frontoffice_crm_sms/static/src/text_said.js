import { DeskModel } from "@frontoffice_crm/desk/desk_model";
import { SayBack } from "@frontoffice_crm/desk/say_back";
import { patch } from "@web/core/utils/patch";

patch(DeskModel.prototype, {
    get values() {
        return { ...super.values, text: Boolean(this.form.text && this.textNumber) };
    },

    /** Where a text message would go: the contact's number, or the one just typed. Empty: not offered. */
    get textNumber() {
        const who = this.form.who;
        const number = who?.kind === "new" ? who.phone.trim() : this.customer?.numbers?.[0]?.number;
        return (this.info.texts && number) || "";
    },
});

patch(SayBack.prototype, {
    toggleText() {
        this.model.form.text = !this.model.form.text;
    },
});
