import { useState } from "@odoo/owl";
import {
    carriesFiles, droppedFiles, pastedFiles, readFile, tooLarge,
} from "@frontoffice_crm/desk/file_input";
import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

/** A file that missed the request: without this the browser leaves the page and opens it. */
export function keepPage(ev) {
    if (carriesFiles(ev)) {
        ev.preventDefault();
    }
}

/** Pasted screenshots, photos of the phone and dropped files, given to ``send(name, base64)`` one by one. */
export function useWorkFiles(send) {
    const notification = useService("notification");
    const state = useState({ over: false });

    /** What speaks against a file, in a sentence; empty once it was taken. */
    async function give(file) {
        const refused = tooLarge(file);
        if (refused) {
            return refused;
        }
        try {
            await send(file.name || _t("Picture"), await readFile(file));
            return "";
        } catch (error) {
            return error.data?.message || error.message;
        }
    }

    async function add(files) {
        for (const file of files) {
            const refused = await give(file);
            if (refused) {
                notification.add(refused, { type: "warning" });
            }
        }
    }

    function take(ev, files) {
        if (files.length) {
            ev.preventDefault();
            ev.stopPropagation();
            add(files);
        }
    }

    return {
        state,
        onPaste: (ev) => take(ev, pastedFiles(ev)),
        onDrop(ev) {
            state.over = false;
            take(ev, droppedFiles(ev));
        },
        onDragover(ev) {
            if (carriesFiles(ev)) {
                ev.preventDefault();
                state.over = true;
            }
        },
        onDragleave(ev) {
            if (!ev.currentTarget.contains(ev.relatedTarget)) {
                state.over = false;
            }
        },
        async onChange(ev) {
            const files = [...ev.target.files];
            ev.target.value = "";
            await add(files);
        },
    };
}
