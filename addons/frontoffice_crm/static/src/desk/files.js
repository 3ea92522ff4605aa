import { useService } from "@web/core/utils/hooks";
import { _t } from "@web/core/l10n/translation";

const MAX_BYTES = 10 * 1024 * 1024;

function read(file) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}

/** Pasted pictures, photos and files of the note; each is stored at once and linked when logged. */
export function useFiles(model) {
    const orm = useService("orm");
    const notification = useService("notification");

    async function add(files) {
        for (const file of files) {
            if (file.size > MAX_BYTES) {
                notification.add(_t("“%s” is larger than 10 MB.", file.name), { type: "warning" });
                continue;
            }
            const values = { name: file.name || _t("Picture"), datas: await read(file) };
            const [id] = await orm.create("ir.attachment", [values]);
            model.form.files.push({ id, name: values.name, image: file.type.startsWith("image/") });
        }
    }

    return {
        async onChange(ev) {
            await add([...ev.target.files]);
            ev.target.value = "";
        },
        onPaste(ev) {
            const files = [...(ev.clipboardData?.files || [])];
            if (files.length) {
                ev.preventDefault();
                add(files);
            }
        },
        drop(file) {
            model.form.files = model.form.files.filter((other) => other.id !== file.id);
        },
    };
}
