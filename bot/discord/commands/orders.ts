import { en } from '#shared/text/say.ts';
import { actorOf } from '../context.ts';
import { showOrders, showQueue } from '../messages.ts';
import type { ReplyCommand } from './command.ts';

const { command } = en.bot.discord;

/** `/c500 orders`: a buyer's own orders and where their money is. */
export const ordersCommand: ReplyCommand = {
  name: 'orders',
  answers: 'reply',
  describe: (sub) => sub.setDescription(command.orders.description),
  run: async (interaction, { core }) => {
    const { orders } = await core.as(actorOf(interaction)).listMyOrders({ query: {} });
    return showOrders(orders);
  },
};

/** `/c500 queue`: the paid orders that wait for a builder. */
export const queueCommand: ReplyCommand = {
  name: 'queue',
  answers: 'reply',
  describe: (sub) => sub.setDescription(command.queue.description),
  run: async (interaction, { core }) => {
    const { orders } = await core.as(actorOf(interaction)).listMyQueue({});
    return showQueue(orders);
  },
};
