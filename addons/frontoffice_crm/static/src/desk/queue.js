/** A person called from the waiting line, as the desk takes her: who, what about, and the number. */
export async function takeTicket(model, ticket) {
    if (model.touched) {
        await model.park();
    }
    if (ticket.partner_id) {
        await model.pick({ id: ticket.partner_id, name: ticket.name });
    } else {
        model.begin(
            ticket.name
                ? { kind: "new", id: false, name: ticket.name, phone: "", email: "" }
                : { kind: "anonymous", id: false, name: ticket.number }
        );
    }
    model.form.ticket_id = ticket.id;
    if (ticket.topic) {
        model.setTopic(ticket.topic);
    }
    if (ticket.note) {
        model.form.note = ticket.note;
    }
}
