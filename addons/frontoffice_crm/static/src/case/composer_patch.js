import { Composer } from "@mail/core/common/composer";
import { Store } from "@mail/core/common/store_service";
import { UseSuggestion } from "@mail/core/common/suggestion_hook";
import { SuggestionService } from "@mail/core/common/suggestion_service";
import { _t } from "@web/core/l10n/translation";
import { markup, onWillDestroy, toRaw, useEffect } from "@odoo/owl";
import { isHtmlEmpty } from "@web/core/utils/html";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { lastSeenMessage } from "./case_form";

const CASE = "frontoffice.case";
const SAVE_MS = 1500;

/** Answers to cases send along what the writer has seen. */
patch(Store.prototype, {
    async getMessagePostParams({ thread }) {
        const params = await super.getMessagePostParams(...arguments);
        if (thread?.model === CASE) {
            params.post_data.seen = { seq: thread.caseSeq || 2 ** 31 - 1, message: lastSeenMessage(thread) };
        }
        return params;
    },
});

patch(Composer.prototype, {
    setup() {
        super.setup();
        this.caseOrm = useService("orm");
        if (!this.isCaseComposer) {
            return;
        }
        this.saveCaseDraft = useDebounced(this._saveCaseDraft.bind(this), SAVE_MS, { execBeforeUnmount: true });
        useEffect(
            () => {
                const writing = !isHtmlEmpty(this.props.composer.composerHtml);
                this.env.bus.trigger("frontoffice.case:WRITING", { id: this.thread?.id, writing });
                if (this.props.composer.isDirty || writing) {
                    this.saveCaseDraft();
                }
            },
            () => [this.props.composer.composerHtml.toString()]
        );
        onWillDestroy(() => this.env.bus.trigger("frontoffice.case:WRITING", { id: this.thread?.id, writing: false }));
    },

    get isCaseComposer() {
        const composer = toRaw(this.props.composer);
        return composer.thread?.model === CASE && Boolean(composer.thread.id) && !composer.message;
    },

    /** The server keeps what is being written: it survives a reload, another computer, a new owner. */
    async _saveCaseDraft() {
        const { composerHtml, thread } = toRaw(this.props.composer);
        const body = isHtmlEmpty(composerHtml) ? "" : composerHtml.toString();
        if (thread && (this.caseSaved || "") !== body) {
            this.caseSaved = body;
            const kind = this.props.type === "note" ? "note" : "message";
            const saving = this.caseOrm.silent.call(CASE, "save_draft", [[thread.id], body, kind]);
            this.caseSaving = saving.catch(() => {});
            await saving;
        }
    },

    restoreContent() {
        super.restoreContent();
        if (this.isCaseComposer && isHtmlEmpty(this.props.composer.composerHtml)) {
            this._restoreCaseDraft();
        }
    },

    async _restoreCaseDraft() {
        const composer = this.props.composer;
        const draft = await this.caseOrm.silent.call(CASE, "load_draft", [[composer.thread.id]]);
        const kind = this.props.type === "note" ? "note" : "message";
        if (draft && draft.kind === kind && isHtmlEmpty(composer.composerHtml)) {
            composer.composerHtml = markup(draft.body); // sanitized by the server
            this.caseSaved = draft.body;
        }
    },

    /** Refused because somebody was faster: the words stay, what happened is loaded, Send works again. */
    async processMessage(cb) {
        if (!this.isCaseComposer) {
            return super.processMessage(...arguments);
        }
        const thread = this.thread;
        // The server forgets the draft with the answer: no save may come after it, neither what was still
        // being typed nor the emptied editor, which would take away the words of an answer taken back.
        this.saveCaseDraft.cancel();
        await this.caseSaving;
        try {
            await super.processMessage(...arguments);
            if (!isHtmlEmpty(toRaw(this.props.composer).composerHtml)) {
                return this.saveCaseDraft(); // a file is still on its way: nothing was sent
            }
            this.caseSaved = "";
            offerUndo(this.env, thread);
        } catch (error) {
            this.state.active = true;
            this.saveCaseDraft();
            await thread.fetchNewMessages();
            throw error;
        } finally {
            this.env.bus.trigger("frontoffice.case:RELOAD", { id: thread.id });
        }
    },

    get navigableListProps() {
        const props = super.navigableListProps;
        if (!this.hasSuggestions || this.suggestion.state.items.type !== "frontoffice.snippet") {
            return props;
        }
        return {
            ...props,
            optionTemplate: "mail.Composer.suggestionCannedResponse",
            options: this.suggestion.state.items.suggestions.map((snippet) => ({
                snippet,
                label: snippet.text,
                source: snippet.shortcut,
                title: snippet.text,
                classList: "o-mail-Composer-suggestion",
            })),
        };
    },
});

/** Where answers wait ten seconds: one button takes this one back, and its words are here again. */
async function offerUndo(env, thread) {
    const { notification, orm } = env.services; // the form that was closed by sending waits for nothing any more
    const held = await orm.silent.call(CASE, "held_answer", [[thread.id]]);
    if (!held) {
        return;
    }
    const takeBack = async () => {
        close();
        const body = await orm.call(CASE, "undo_send", [[thread.id], held.message]);
        thread.composer.composerHtml = markup(body); // sanitized by the server
        thread.store["mail.message"].get(held.message)?.delete();
        env.bus.trigger("frontoffice.case:RELOAD", { id: thread.id });
    };
    const close = notification.add(_t("Sent."), {
        type: "success",
        autocloseDelay: held.seconds * 1000,
        buttons: [{ name: _t("Undo"), primary: true, onClick: takeBack }],
    });
}

/** Snippets that begin with, or contain, what was typed after the stroke; in the server's order. */
export function findSnippets(snippets, term) {
    const wanted = term.trim().toLowerCase();
    const starts = snippets.filter((snippet) => snippet.shortcut.toLowerCase().startsWith(wanted));
    const contains = snippets.filter(
        (snippet) => !starts.includes(snippet) && `${snippet.shortcut} ${snippet.text}`.toLowerCase().includes(wanted)
    );
    return [...starts, ...contains];
}

patch(SuggestionService.prototype, {
    getSupportedDelimiters(thread) {
        const delimiters = super.getSupportedDelimiters(...arguments);
        return thread?.model === CASE ? [...delimiters, ["/"]] : delimiters;
    },

    async fetchSuggestions({ delimiter }, { thread } = {}) {
        if (delimiter === "/" && thread?.model === CASE) {
            thread.caseSnippets ??= await this.orm.silent.call("frontoffice.snippet", "for_case", [thread.id]);
            return;
        }
        return super.fetchSuggestions(...arguments);
    },

    searchSuggestions({ delimiter, term }, { thread } = {}) {
        if (delimiter === "/" && thread?.model === CASE) {
            const suggestions = findSnippets(toRaw(thread).caseSnippets || [], term);
            return { type: "frontoffice.snippet", suggestions };
        }
        return super.searchSuggestions(...arguments);
    },
});

patch(UseSuggestion.prototype, {
    insert(option) {
        if (option.snippet) {
            this.search.delimiter = "::"; // as for stock canned responses: the stroke goes, too
            this.suggestionService.orm.silent.call("frontoffice.snippet", "count_use", [[option.snippet.id]]);
        }
        return super.insert(...arguments);
    },
});
