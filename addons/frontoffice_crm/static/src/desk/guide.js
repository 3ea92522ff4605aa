import { Component, onWillUnmount, useEffect, useState } from "@odoo/owl";
import { GuideAids } from "../guide/guide_aids";
import { GuideSteps } from "../guide/guide_steps";

/** The call guide of the topic, where there is one: words to say and questions to ask. */
export class GuideRow extends Component {
    static template = "frontoffice_crm.DeskGuide";
    static components = { GuideAids, GuideSteps };
    static props = { model: Object };

    setup() {
        this.model = useState(this.props.model);
        this.state = useState({ guide: null });
        this.asked = 0;
        useEffect(
            (topicId) => {
                this.load(topicId);
            },
            () => [this.model.info.guides && this.model.form.topic?.id]
        );
        onWillUnmount(() => this.asked++);
    }

    /** Answers stay while the guide stays the same: after a reload, or when the topic is chosen again. */
    async load(topicId) {
        const turn = ++this.asked;
        const form = this.model.form;
        const guide = topicId ? await this.model.silently("guide", topicId) : null;
        if (turn !== this.asked || form !== this.model.form) {
            return; // another topic was chosen meanwhile, or this one is logged
        }
        this.state.guide = guide || null;
        if (form.guide?.id !== guide?.id) {
            form.guide = guide ? { id: guide.id, answers: {} } : null;
        }
    }

    onAnswer(step, words) {
        this.model.form.guide.answers[step.id] = words;
    }
}
