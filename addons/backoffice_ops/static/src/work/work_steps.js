import { _t } from "@web/core/l10n/translation";

/**
 * The buttons: what they say, what they call, what they ask first and what the toast says.
 * `undo`: whether the server takes it back within ten seconds.
 */
export const STEPS = {
    accept: { label: _t("Accept"), method: "action_accept", primary: true, undo: true, done: _t("Accepted") },
    claim: { label: _t("Take it"), method: "action_claim", primary: true, undo: true, done: _t("Yours now") },
    release: { label: _t("Give back to the department"), method: "action_release", form: "note", undo: true,
        done: _t("Given back"), ask: _t("Why? Your colleagues read it.") },
    pass: { label: _t("Hand to a colleague"), method: "action_pass", form: "pass", undo: true, done: _t("Handed on") },
    return: { label: _t("Send back"), method: "action_return", form: "return", undo: true, done: _t("Sent back") },
    decline: { label: _t("Not for us"), method: "action_decline", form: "note", undo: true, done: _t("Declined"),
        ask: _t("Why not, and who could help instead?"), required: true },
    deliver: { label: _t("Ready"), method: "action_deliver", form: "note", primary: true, undo: true, done: _t("Ready"),
        ask: _t("What was done? The sender reads it and can tell the customer."), required: true },
    pause: { label: _t("Waiting for…"), method: "action_pause", form: "pause", undo: true, done: _t("Waiting") },
    resume: { label: _t("Go on"), method: "action_resume", primary: true, undo: true, done: _t("Back in work") },
    start: { label: _t("Start"), method: "action_start", done: _t("Started") },
    reroute: { label: _t("Give to another department"), method: "action_reroute", form: "reroute", done: _t("Handed over") },
    resend: { label: _t("Send again"), method: "action_resend", form: "answer", primary: true, undo: true, done: _t("Sent again") },
    confirm: { label: _t("Right"), method: "action_confirm", primary: true, undo: true, done: _t("Done") },
    reject: { label: _t("Not right"), method: "action_reject", form: "note", undo: true, done: _t("Back in work"),
        ask: _t("What is not right?"), required: true },
    cancel: { label: _t("Cancel request"), method: "action_cancel", sure: _t("Cancel this request? The department stops working on it."), done: _t("Cancelled") },
    reopen: { label: _t("Open again"), method: "action_reopen", done: _t("Open again") },
};

/** What the toast says of several: how many took the step, and who did not and why. */
export function bulkSaid(step, { done, left }) {
    const first = left[0];
    const said = done.length ? _t("%(step)s: %(n)s requests", { step: step.done, n: done.length }) : "";
    if (!first) {
        return said;
    }
    const rest = _t("%(n)s left out. “%(what)s”: %(why)s", { n: left.length, what: first.subject, why: first.why });
    return said ? `${said}. ${rest}` : rest;
}

/** The step a row is in, in the words of who looks. */
export function stepLabel(row) {
    if (row.state === "paused") {
        return row.waiting ? _t("Waiting for %(what)s", { what: row.waiting }) : _t("Waiting for…");
    }
    if (row.sent_by_me && row.state === "returned") {
        return _t("Sent back to you");
    }
    const labels = {
        sent: _t("To accept"), accepted: _t("In work"), in_progress: _t("In work"), returned: _t("Sent back"),
        declined: _t("Not taken"), delivered: _t("Ready, please check"), done: _t("Done"), cancelled: _t("Cancelled"),
        draft: _t("Draft"),
    };
    return labels[row.state] || "";
}

/** What a list says when there is nothing in it: a heading and what to do next. */
export const EMPTY = {
    mine: {
        title: _t("Nothing waits for you"),
        text: _t("What you accept, what comes back to you and what others finished for you appears here, least time left first."),
    },
    accept: {
        title: _t("Everything is accepted"),
        text: _t("New requests to your department arrive here. Accept (A) tells the sender that somebody has it."),
    },
    department: {
        title: _t("Your department has nothing open"),
        text: _t("Here you see what all colleagues of your department are working on."),
    },
    waiting: {
        title: _t("You wait for nobody"),
        text: _t("Send back (B) what cannot start, or say what you wait for (W). With proof the clock waits too."),
    },
    sent: {
        title: _t("You have asked nobody for anything"),
        text: _t("“Ask a department” hands work over with a due time. You see it here until you say that it is right."),
    },
    filtered: {
        title: _t("Nothing matches"),
        text: _t("Take away the filter or the search to see the whole list."),
    },
};
