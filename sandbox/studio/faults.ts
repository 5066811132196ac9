import { memberOf } from '../discord/model.ts';
import type { World } from '../world.ts';
import { faultNames, type FaultName } from './act.ts';

const slowMs = 3_000;
const lateMs = 5_000;
/** What the bot asks by itself; what it answers people with goes another way. */
const botCalls = '/(channels|guilds|users)/';
const transferCall = '^POST /v1/transfers$';

type Fault = { readonly isOn: (world: World) => boolean; readonly set: (world: World, on: boolean) => void };

const faults: Record<FaultName, Fault> = {
  'stripe-slow': {
    isOn: ({ stripe }) => stripe.faults.slowMs > 0,
    set: ({ stripe }, on) => void (stripe.faults.slowMs = on ? slowMs : 0),
  },
  'stripe-down': {
    isOn: ({ stripe }) => stripe.faults.down,
    set: ({ stripe }, on) => void (stripe.faults.down = on),
  },
  'stripe-transfer-breaks': {
    isOn: ({ stripe }) => stripe.faults.failNext.some((rule) => rule.path === transferCall),
    set: ({ stripe }, on) => {
      const others = stripe.faults.failNext.filter((rule) => rule.path !== transferCall);
      stripe.faults.failNext = on ? [...others, { path: transferCall, mode: 'cut', times: 1 }] : others;
    },
  },
  'webhooks-late': {
    isOn: ({ stripe }) => stripe.faults.webhookDelayMs > 0,
    set: ({ stripe }, on) => void (stripe.faults.webhookDelayMs = on ? lateMs : 0),
  },
  'webhooks-twice': {
    isOn: ({ stripe }) => stripe.faults.webhookCopies > 1,
    set: ({ stripe }, on) => void (stripe.faults.webhookCopies = on ? 2 : 1),
  },
  'webhooks-held': {
    isOn: ({ stripe }) => stripe.faults.webhookHeld,
    set: ({ stripe }, on) => void (stripe.faults.webhookHeld = on),
  },
  'carriers-down': {
    isOn: ({ easypost }) => easypost.faults.down,
    set: ({ easypost }, on) => void (easypost.faults.down = on),
  },
  'carriers-silent': {
    isOn: ({ easypost }) => easypost.faults.webhookLost,
    set: ({ easypost }, on) => void (easypost.faults.webhookLost = on),
  },
  'twitch-down': {
    isOn: ({ twitch }) => twitch.faults.down,
    set: ({ twitch }, on) => void (twitch.faults.down = on),
  },
  'eventsub-held': {
    isOn: ({ twitch }) => twitch.faults.eventsubHeld,
    set: ({ twitch }, on) => void (twitch.faults.eventsubHeld = on),
  },
  'eventsub-lost': {
    isOn: ({ twitch }) => twitch.faults.eventsubLost,
    set: ({ twitch }, on) => void (twitch.faults.eventsubLost = on),
  },
  'discord-down': {
    isOn: ({ discord }) => discord.faults.down,
    set: ({ discord }, on) => void (discord.faults.down = on),
  },
  'discord-slow': {
    isOn: ({ discord }) => discord.faults.slowMs > 0,
    set: ({ discord }, on) => void (discord.faults.slowMs = on ? slowMs : 0),
  },
  'discord-errors': {
    isOn: ({ discord }) => discord.faults.failNext.length > 0,
    set: ({ discord }, on) => void (discord.faults.failNext = on ? [{ route: botCalls, status: 500, times: 5 }] : []),
  },
  'discord-limited': {
    isOn: ({ discord }) => discord.faults.rateLimitNext > 0,
    set: ({ discord }, on) => void (discord.faults.rateLimitNext = on ? 5 : 0),
  },
  'discord-no-posting': {
    isOn: ({ discord, places }) => {
      const channel = discord.model.channels.get(places.otherDropsChannelId);
      return channel !== undefined && channel.kind === 'text' && channel.overwrites.length > 0;
    },
    set: ({ discord, places }, on) => discord.byHand.denyBot(places.otherDropsChannelId, on ? ['SendMessages'] : []),
  },
  'discord-bot-removed': {
    isOn: ({ discord, places }) => {
      const community = discord.model.communities.get(places.otherCommunityId);
      return community !== undefined && !memberOf(community, discord.model.botUserId);
    },
    set: ({ discord, places }, on) => {
      if (on) discord.byHand.removeBot(places.otherCommunityId);
      else discord.byHand.returnBot(places.otherCommunityId);
    },
  },
  'discord-links-dead': {
    isOn: ({ discord }) => discord.faults.linksDead,
    set: ({ discord }, on) => void (discord.faults.linksDead = on),
  },
};

/** Switches one trouble on or off. */
export function setFault(world: World, name: FaultName, on: boolean): void {
  faults[name].set(world, on);
}

/** The troubles that are on. */
export function listFaults(world: World): readonly FaultName[] {
  return faultNames.filter((name) => faults[name].isOn(world));
}
