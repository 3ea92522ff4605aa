import { onMounted, onWillUnmount } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { useService } from "@web/core/utils/hooks";

/** What the address asked for: ``/odoo/front-desk?caller=tel:+49…``, once. */
function fromAddress() {
    const caller = router.current.caller;
    if (!caller) {
        return null;
    }
    router.replaceState({ caller: undefined });
    return { id: false, event: "answered", number: String(caller).replace(/^tel:/, ""), direction: "in", name: "" };
}

/** Opens the desk on whoever is on the telephone, and never over what is being written. */
export function useCaller(desk) {
    const calls = useService("frontoffice_crm.calls");
    const { model, state } = desk;
    let release;
    onMounted(() => {
        release = calls.register(desk);
        const call = calls.takePending() || fromAddress();
        if (call) {
            desk.onCall(call);
        }
    });
    onWillUnmount(() => release?.());

    /** The channel of a call: where one works, else the first telephone. */
    function phoneChannel() {
        const { channel, channels } = model.info;
        return channel?.kind === "phone" ? false : channels.find((line) => line.kind === "phone")?.id || false;
    }

    async function open(call) {
        const { number, hits } = await model.call("caller", call.number);
        const known = hits.find((hit) => hit.id === call.partner_id) || (hits.length === 1 && hits[0]);
        model.form.call_id = call.id;
        if (known) {
            await model.pick(known);
            model.form.channel_id = phoneChannel();
            desk.focus.go("topic");
        } else {
            desk.newCaller(number || call.number);
            Object.assign(model.form, { call_id: call.id, channel_id: phoneChannel() });
        }
    }

    return {
        async onCall(call) {
            if (call.event === "ended") {
                state.call = state.call?.id === call.id ? null : state.call;
                await model.refresh();
            } else if (model.form.call_id && model.form.call_id === call.id) {
                return; // it is this one already
            } else if (model.touched) {
                state.call = call;
            } else {
                await open(call);
            }
        },
        async take() {
            const call = state.call;
            state.call = null;
            if (model.touched) {
                await model.park();
            }
            await open(call);
        },
    };
}
