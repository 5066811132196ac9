import { AttachmentBuilder, type ChatInputCommandInteraction } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { drawChart } from '../../drawings/chart.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { sayMonth, showDashboard } from '../views/selling.ts';
import { sayMoney } from '../words.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** `/c500 dashboard`: a builder's drops, orders and money, with a chart of the month's transfers. */
export const dashboardCommand: ReplyCommand = {
  name: 'dashboard',
  answers: 'reply',
  describe: (sub) => named(sub, ({ dashboard }) => dashboard),
  run,
};

async function run(interaction: ChatInputCommandInteraction, { core, log }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const view = await core.as(actorOf(interaction)).getDashboard({});
  const { name, days, total } = view.month;
  if (!days.some((each) => each > 0)) return showDashboard(texts, view);
  try {
    const png = await drawChart({
      title: fill(texts.bot.discord.selling.dashboard.chartTitle, { month: sayMonth(texts, name) }),
      total: sayMoney(texts, total),
      days,
    });
    const file = new AttachmentBuilder(png, { name: 'transfers.png' });
    return showDashboard(texts, view, { file, name: 'transfers.png' });
  } catch (error) {
    // The words say all of it; the picture is a help.
    log.error({ err: error }, 'a chart could not be drawn');
    return showDashboard(texts, view);
  }
}
