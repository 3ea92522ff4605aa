import { Component, useState } from "@odoo/owl";
import { Picker } from "./picker";

/** What about? Words suggest topics; what this customer asked before comes first. */
export class TopicRow extends Component {
    static template = "frontoffice_crm.DeskTopic";
    static components = { Picker };
    static props = { model: Object, go: Function };

    setup() {
        this.model = useState(this.props.model);
    }

    async findTopics(text) {
        const topics = await this.model.suggest(text);
        const sure = text.trim() ? topics.filter((topic) => topic.sure) : topics;
        return text.trim() ? [...sure, { free: true, name: text.trim() }] : [];
    }

    onTopic(item, text) {
        if (item && !item.free) {
            this.keepWords(text, item);
            this.model.setTopic(item);
        } else {
            this.model.form.about = text;
        }
        this.props.go("note");
    }

    /** Words that led to a topic say more than its name: they begin the note. */
    keepWords(text, topic) {
        const words = text.trim();
        if (!this.model.form.note && words && !topic.name.toLowerCase().startsWith(words.toLowerCase())) {
            this.model.form.note = words;
        }
    }

    onTopicText(text) {
        this.model.form.about = text;
    }

    chooseTopic(topic) {
        this.keepWords(this.model.form.about, topic);
        this.model.setTopic(topic);
        this.props.go("note");
    }

    dropTopic() {
        this.model.setTopic(null);
        this.props.go("topic");
    }

    get otherTopics() {
        return this.model.topics.filter((topic) => topic.id !== this.model.form.topic?.id);
    }
}
