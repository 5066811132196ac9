import { chosenIn, type Component } from './component.ts';
import { openContainer, show, text } from './messages.ts';

/** The menu by which somebody with several orders says which of them their message is about. */
export const relayComponents: { readonly relay: Component } = {
  relay: {
    answers: 'update',
    async run(interaction, messageId, { relay }) {
      const said = await relay.choose(interaction, messageId, chosenIn(interaction)[0] ?? '');
      return show(openContainer('sky').addTextDisplayComponents(text(said)));
    },
  },
};
