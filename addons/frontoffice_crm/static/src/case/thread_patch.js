import { Chatter } from "@mail/chatter/web_portal/chatter";
import { Thread } from "@mail/core/common/thread_model";
import { patch } from "@web/core/utils/patch";
import { useRecordObserver } from "@web/model/relational_model/utils";

patch(Thread.prototype, {
    setup() {
        super.setup();
        /** Version of the case its form has shown; sent along with an answer. */
        this.caseSeq = undefined;
        /** @type {{id: number, shortcut: string, text: string}[]|undefined} */
        this.caseSnippets = undefined;
    },
});

patch(Chatter.prototype, {
    setup() {
        super.setup();
        useRecordObserver((record) => {
            if (this.props.threadModel === "frontoffice.case" && record.resId) {
                const thread = this.store.Thread.insert({ model: "frontoffice.case", id: record.resId });
                thread.caseSeq = record.data.ledger_seq;
                thread.caseSnippets = undefined; // another team or topic, other snippets
            }
        });
    },
});
