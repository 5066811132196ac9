import {
  InteractionResponseType as Answer,
  MessageFlags,
  type RESTPostAPIInteractionCallbackWithResponseResult,
} from 'discord-api-types/v10';
import { type Call, param, type Reply, type Route } from './http.ts';
import {
  answerInteraction,
  type Answered,
  deleteAnswer,
  editAnswer,
  followUp,
  interactionByToken,
  messageOfInteraction,
} from './interaction-rules.ts';
import type { World } from './model.ts';
import { viewMessage } from './views.ts';

/** Only what was made or changed at once, or opened, comes along as the resource. */
function resourceOf(world: World, { interaction, message }: Answered) {
  const type = interaction.answer;
  if (type === Answer.LaunchActivity)
    return { resource: { type, activity_instance: { id: interaction.activityId ?? '' } } };
  const made = type === Answer.ChannelMessageWithSource || type === Answer.UpdateMessage;
  return made && message ? { resource: { type, message: viewMessage(world, message) } } : {};
}

function viewAnswered(world: World, answered: Answered): RESTPostAPIInteractionCallbackWithResponseResult {
  const { interaction, message } = answered;
  const reply = message && {
    response_message_id: message.id,
    response_message_loading: (message.flags & MessageFlags.Loading) !== 0,
    response_message_ephemeral: message.visibleTo !== null,
  };
  const activity = interaction.activityId === null ? {} : { activity_instance_id: interaction.activityId };
  return {
    interaction: { id: interaction.id, type: interaction.type, ...reply, ...activity },
    ...resourceOf(world, answered),
  };
}

/** Answers to interactions, and the messages that an interaction's token reaches. None of them needs the bot's token. */
export function interactionRoutes(world: World): Route[] {
  const webhook = '/webhooks/:applicationId/:token';
  const of = (call: Call) => interactionByToken(world, param(call, 'applicationId'), param(call, 'token'));
  const onMessage = (method: string, handle: (call: Call, found: ReturnType<typeof find>) => Reply): Route => ({
    method,
    pattern: `${webhook}/messages/:messageId`,
    access: 'open',
    handle: (call) => handle(call, find(call)),
  });
  const find = (call: Call) => {
    const interaction = of(call);
    return { interaction, message: messageOfInteraction(world, interaction, param(call, 'messageId')) };
  };
  return [
    {
      method: 'POST',
      pattern: '/interactions/:id/:token/callback',
      access: 'open',
      handle: (call) => {
        const named = { id: param(call, 'id'), token: param(call, 'token') };
        const answered = answerInteraction(world, named, call.body, call.files);
        if (call.query.get('with_response') !== 'true') return { status: 204 };
        return { status: 200, body: viewAnswered(world, answered) };
      },
    },
    {
      method: 'POST',
      pattern: webhook,
      access: 'open',
      handle: (call) => ({ status: 200, body: viewMessage(world, followUp(world, of(call), call.body, call.files)) }),
    },
    onMessage('GET', (_call, { message }) => ({ status: 200, body: viewMessage(world, message) })),
    onMessage('PATCH', (call, { interaction, message }) => ({
      status: 200,
      body: viewMessage(world, editAnswer(world, interaction, message, call.body, call.files)),
    })),
    onMessage('DELETE', (_call, { interaction, message }) => {
      deleteAnswer(world, interaction, message);
      return { status: 204 };
    }),
  ];
}
