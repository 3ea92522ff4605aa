import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

const MAX_BYTES = 10 * 1024 * 1024;

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1] || "");
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/** Pasted screenshots, photos of the phone and dropped files, given to ``send(name, base64)`` one by one. */
export function useWorkFiles(send) {
    const notification = useService("notification");

    async function add(files) {
        for (const file of files) {
            if (file.size > MAX_BYTES) {
                notification.add(_t("“%s” is larger than 10 MB.", file.name), { type: "warning" });
                continue;
            }
            await send(file.name || _t("Picture"), await read(file));
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
        onPaste: (ev) => take(ev, [...(ev.clipboardData?.files || [])]),
        onDrop: (ev) => take(ev, [...(ev.dataTransfer?.files || [])]),
        onDragover(ev) {
            if (ev.dataTransfer?.types.includes("Files")) {
                ev.preventDefault();
            }
        },
        async onChange(ev) {
            const files = [...ev.target.files];
            ev.target.value = "";
            await add(files);
        },
    };
}
