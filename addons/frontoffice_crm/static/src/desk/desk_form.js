/** The form of one contact: plain data, so that it can be parked and restored. */

import { registry } from "@web/core/registry";

export const deskActions = registry.category("frontoffice_crm.desk_actions");

/** Next steps this database offers, in their order: [key, action]. */
export function offeredActions(outcomes) {
    return deskActions
        .getEntries()
        .filter(([key]) => outcomes.includes(key))
        .sort((one, other) => one[1].sequence - other[1].sequence);
}

function emptyPanes() {
    const panes = {};
    for (const [key, action] of deskActions.getEntries()) {
        panes[key] = structuredClone(action.initial || {});
    }
    return panes;
}

/** A form nobody has touched yet. */
export function emptyForm() {
    return {
        who: null,
        case: null,
        topic: null,
        about: "",
        note: "",
        outcome: "informed",
        panes: emptyPanes(),
        promise: null,
        agreed: false,
        send: false,
        remind: null,
        guide: null,
        files: [],
        found: null,
        channel_id: false,
        call_id: false,
        ticket_id: false,
        started_at: null,
        draft_id: false,
    };
}

/** Whether anything was typed that would be lost. */
export function isTouched(form) {
    return Boolean(form.who || form.topic || form.about || form.note || form.files.length);
}

/** Whether it can be logged: somebody or nobody, and what about. */
export function isReady(form) {
    return Boolean(form.who && (form.topic || form.about.trim() || form.note.trim() || form.case));
}

/** A line for the parked list: "Ana Ortiz · Boiler stopped". */
export function formLabel(form) {
    const about = form.topic?.name || form.about || form.case?.subject || form.note.split("\n")[0];
    return [form.who?.name, about.slice(0, 60)].filter(Boolean).join(" · ");
}

function whoValues(who) {
    if (!who || who.kind === "anonymous") {
        return {};
    }
    if (who.kind === "new") {
        return { new: { name: who.name, phone: who.phone, email: who.email } };
    }
    return { partner_id: who.id };
}

/** What the server's ``log`` and ``say_back`` expect. */
export function toValues(form, channelId) {
    const values = {
        ...whoValues(form.who),
        need_id: form.topic?.id || false,
        about: form.topic ? "" : form.about.trim(),
        note: form.note.trim(),
        outcome: form.outcome,
        case_id: form.case?.id || false,
        channel_id: form.channel_id || channelId || false,
        started_at: form.started_at || false,
        need_confirmed: form.agreed,
        attachment_ids: form.files.map((file) => file.id),
        draft_id: form.draft_id,
        send: form.send,
        call_id: form.call_id,
        ticket_id: form.ticket_id,
    };
    if (form.remind) {
        values.remind = { at: form.remind.at || false };
    }
    if (form.guide) {
        values.guide = form.guide;
    }
    const action = deskActions.get(form.outcome, null);
    Object.assign(values, action?.values?.(form.panes[form.outcome]));
    if (form.promise) {
        const { standard, name, due_at, reason } = form.promise;
        values.promise = {
            standard_id: standard?.id || false,
            name: standard ? "" : (name || "").trim(),
            due_at: due_at || false,
            override_reason: (reason || "").trim(),
        };
    }
    return values;
}
