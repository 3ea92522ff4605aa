import { registry } from "@web/core/registry";

const PHONE = 400;
const THUMB = 40;
const ITEM = ".o_bo_work_item";

/** Nothing to the right of the window: a thumb never has to push the page sideways. */
function fits() {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (window.innerWidth !== PHONE || scrollWidth > clientWidth) {
        throw new Error(`the page is ${scrollWidth} wide in a window of ${window.innerWidth}`);
    }
    for (const el of document.querySelectorAll(`.o_bo_work .o_content, .o_bo_frame, .o_bo_work_list, ${ITEM}`)) {
        if (el.scrollWidth > el.clientWidth) {
            throw new Error(`${el.className} is ${el.scrollWidth} wide in ${el.clientWidth}`);
        }
    }
}

/** A button for the thumb: on the screen, high enough, and on top of whatever is there. */
function reachable(button) {
    const { left, right, top, bottom, height } = button.getBoundingClientRect();
    const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const inside = left >= 0 && right <= window.innerWidth && top >= 0 && bottom <= window.innerHeight;
    if (!inside || height < THUMB || !button.contains(on) || button.scrollWidth > button.clientWidth) {
        throw new Error(`"${button.textContent}" is at ${left}–${right}, ${top}–${bottom}, under ${on?.className}`);
    }
}

/** The bar below: three buttons at most. */
function bar() {
    const buttons = [...document.querySelectorAll(".o_bo_buttons button")].filter((el) => el.offsetParent);
    if (!buttons.length || buttons.length > 3) {
        throw new Error(`${buttons.length} buttons in the bar`);
    }
    buttons.forEach(reachable);
    fits();
}

const shows = (state) => ({ trigger: `${ITEM}[data-state=${state}] .o_bo_buttons`, run: bar });

/** A clerk on the way: opens a request, takes it, shows what she sees, says that it is ready. */
registry.category("web_tour.tours").add("backoffice_work_phone", {
    steps: () => [
        { trigger: ".o_bo_work:not(:has(.o_bo_work_item)) .o_bo_work_row:contains('Refund 148')", run: fits },
        { trigger: ".o_bo_work_row:contains('Refund 148')", run: "click" },
        shows("sent"),
        {
            content: "a photo can be added, and the way back is there",
            trigger: ".o_bo_photo:has(input[type=file]:not([disabled]))",
            run: () => document.querySelectorAll(`.o_bo_photo, ${ITEM} header .btn`).forEach(reachable),
        },
        { trigger: ".o_bo_buttons [data-step=accept]", run: "click" },
        { trigger: ".o_notification:contains('Accepted')" },
        shows("accepted"),
        { trigger: ".o_bo_more", run: "click" },
        { content: "the other steps are a tap away", trigger: ".o-dropdown--menu [data-step=return]", run: fits },
        { trigger: ".o_bo_more", run: "click" },
        { trigger: "body:not(:has(.o-dropdown--menu))" },
        { trigger: ".o_bo_buttons [data-step=deliver]", run: "click" },
        { trigger: ".o_bo_form textarea", run: "edit Paid by transfer" },
        {
            trigger: ".o_bo_form button[type=submit]:enabled",
            run() {
                document.querySelectorAll(".o_bo_form .btn").forEach(reachable);
                fits();
            },
        },
        { trigger: ".o_bo_form button[type=submit]", run: "click" },
        { trigger: ".o_notification:contains('Ready')" },
        { content: "back at the list", trigger: ".o_bo_work:not(:has(.o_bo_work_item)) .o_bo_empty", run: fits },
    ],
});

/** What pictures are taken of: the request, and what Ready asks. */
registry.category("web_tour.tours").add("backoffice_work_phone_item", {
    steps: () => [
        { trigger: ".o_bo_work_row:contains('Refund 148')", run: "click" },
        { trigger: `${ITEM} .o_bo_buttons`, run: bar },
    ],
});

registry.category("web_tour.tours").add("backoffice_work_phone_form", {
    steps: () => [
        { trigger: ".o_bo_work_row:contains('Refund 148')", run: "click" },
        { trigger: ".o_bo_buttons [data-step=deliver]", run: "click" },
        { trigger: ".o_bo_form textarea", run: "edit Paid by transfer" },
    ],
});
