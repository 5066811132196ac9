/*
 * The extension helper of the simulated Twitch. An extension's page loads it in place of Twitch's own script and finds the same
 * `window.Twitch.ext`. It talks to the page around it by postMessage in the words that Twitch's helper uses, with two additions:
 * `twitch-ext-pubsub-send` and `twitch-ext-configuration-set`, because the real helper calls Twitch's servers for those.
 */
(() => {
  'use strict';

  const handlers = {
    authorized: null,
    context: null,
    error: null,
    visibility: null,
    highlight: null,
    position: null,
    follow: null,
  };
  const watchers = { viewer: new Set(), configuration: new Set(), features: new Set() };
  const listeners = new Map();
  const context = {};
  let auth = null;
  let viewerInfo = {};
  let claims = {};
  let configuration = {};
  let isVisible = true;
  let position = null;
  let isHighlighted = false;
  let features = { isBitsEnabled: false, isChatEnabled: false, isSubscriptionStatusAvailable: false };

  function post(message) {
    window.parent.postMessage(message, '*');
  }

  function readClaims(token) {
    try {
      const base64 = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
      return JSON.parse(atob(base64));
    } catch {
      return {};
    }
  }

  function isFunction(value) {
    return typeof value === 'function';
  }

  function tell(name, ...values) {
    if (isFunction(handlers[name])) handlers[name](...values);
  }

  function tellAll(callbacks, ...values) {
    // A callback may add or remove others; those wait for the next time.
    const present = Array.from(callbacks);
    for (const callback of present) callback(...values);
  }

  function takeAuth(next) {
    auth = next;
    claims = readClaims(next.token);
    // Twitch's helper asks again for everything after each authorization; the page around has to cope with repeats.
    for (const target of listeners.keys()) post({ action: 'twitch-ext-pubsub-listen', target });
    tell('authorized', auth);
    tellAll(watchers.viewer);
  }

  function takeContext(next, updatedFields) {
    Object.assign(context, next);
    tell('context', { ...context }, updatedFields ?? Object.keys(next));
  }

  function takeFeatures(next) {
    // What else comes along, such as which transport PubSub takes, is between the helper and the page around it.
    const changed = Object.keys(features).filter((name) => name in next && features[name] !== next[name]);
    for (const name of changed) features = { ...features, [name]: next[name] };
    if (changed.length > 0) tellAll(watchers.features, changed);
  }

  function takeConfiguration(next) {
    configuration = next ?? {};
    tellAll(watchers.configuration);
  }

  const actions = {
    'twitch-ext-bootstrap': (message) => {
      viewerInfo = message.viewerInfo ?? {};
      takeFeatures(message.features ?? {});
      takeAuth(message.auth);
      takeConfiguration(message.configuration);
    },
    'twitch-ext-auth': (message) => takeAuth(message.auth),
    'twitch-ext-context': (message) => takeContext(message.context, message.updatedFields),
    'twitch-ext-configuration': (message) => takeConfiguration(message.configuration),
    'twitch-ext-features': (message) => takeFeatures(message.features),
    'twitch-ext-visibility-changed': (message) => {
      isVisible = message.isVisible;
      if (isVisible) tell('visibility', true, message.context ?? { ...context });
      else tell('visibility', false);
    },
    'twitch-ext-highlight-changed': (message) => {
      isHighlighted = message.isHighlighted;
      tell('highlight', isHighlighted);
    },
    'twitch-ext-position-changed': (message) => {
      position = message.position;
      tell('position', position);
    },
    'twitch-ext-follow-complete': (message) => tell('follow', message.didFollow, message.channelName),
    'twitch-ext-error': (message) => tell('error', new Error(message.message)),
    'twitch-ext-pubsub-message': ({ payload }) => {
      const contents = Array.isArray(payload.content) ? payload.content : [payload.content];
      for (const content of contents)
        tellAll(listeners.get(payload.target) ?? [], payload.target, payload.contentType, content);
    },
    'twitch-ext-reload': () => window.location.reload(),
  };

  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || typeof event.data !== 'object' || event.data === null) return;
    if (Object.hasOwn(actions, event.data.action)) actions[event.data.action](event.data);
  });

  function announce() {
    post({ action: 'twitch-ext-loaded' });
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', announce);
  else announce();

  const bitsAreOff = () => Promise.reject(new Error('Bits are not available on this channel'));

  const ext = {
    version: '1.24.0',
    environment: 'production',
    onAuthorized(callback) {
      handlers.authorized = callback;
      if (auth !== null) callback(auth);
    },
    onContext(callback) {
      handlers.context = callback;
      if (Object.keys(context).length > 0) callback({ ...context }, Object.keys(context));
    },
    onError(callback) {
      handlers.error = callback;
    },
    onVisibilityChanged(callback) {
      handlers.visibility = callback;
      if (!isVisible) callback(false);
    },
    onHighlightChanged(callback) {
      handlers.highlight = callback;
      if (isHighlighted) callback(true);
    },
    onPositionChanged(callback) {
      handlers.position = callback;
      if (position !== null) callback(position);
    },
    listen(target, callback) {
      const known = listeners.get(target);
      if (known !== undefined) {
        known.add(callback);
        return;
      }
      listeners.set(target, new Set([callback]));
      if (auth !== null) post({ action: 'twitch-ext-pubsub-listen', target });
    },
    unlisten(target, callback) {
      const known = listeners.get(target);
      if (known === undefined || !known.delete(callback) || known.size > 0) return;
      listeners.delete(target);
      post({ action: 'twitch-ext-pubsub-unlisten', target });
    },
    send(target, contentType, message) {
      const content = typeof message === 'string' ? message : JSON.stringify(message);
      post({ action: 'twitch-ext-pubsub-send', payload: { target, contentType, content } });
    },
    actions: {
      requestIdShare: () => post({ action: 'twitch-ext-id-share-request' }),
      followChannel: (channel) => post({ action: 'twitch-ext-follow-action', payload: { channel } }),
      minimize: () => post({ action: 'twitch-ext-minimize' }),
      onFollow(callback) {
        handlers.follow = callback;
      },
    },
    configuration: {
      get broadcaster() {
        return configuration.broadcaster;
      },
      get developer() {
        return configuration.developer;
      },
      get global() {
        return configuration.global;
      },
      onChanged(callback) {
        watchers.configuration.add(callback);
        if (auth !== null) callback();
      },
      set(segment, version, content) {
        if (segment !== 'broadcaster') throw new Error('Only the broadcaster segment can be set here');
        configuration = { ...configuration, broadcaster: { version, content } };
        post({ action: 'twitch-ext-configuration-set', payload: { segment, version, content } });
      },
    },
    features: {
      get isBitsEnabled() {
        return features.isBitsEnabled;
      },
      get isChatEnabled() {
        return features.isChatEnabled;
      },
      get isSubscriptionStatusAvailable() {
        return features.isSubscriptionStatusAvailable;
      },
      onChanged: (callback) => watchers.features.add(callback),
    },
    viewer: {
      get opaqueId() {
        return claims.opaque_user_id;
      },
      get id() {
        return claims.user_id ?? null;
      },
      get role() {
        return claims.role;
      },
      get isLinked() {
        return claims.user_id !== undefined;
      },
      get sessionToken() {
        return auth === null ? undefined : auth.token;
      },
      get helixToken() {
        return auth === null ? undefined : auth.helixToken;
      },
      get subscriptionStatus() {
        return viewerInfo.subscriptionStatus ?? null;
      },
      onChanged: (callback) => watchers.viewer.add(callback),
    },
    bits: {
      getProducts: bitsAreOff,
      useBits: () => undefined,
      showBitsBalance: () => undefined,
      setUseLoopback: () => undefined,
      onTransactionComplete: () => undefined,
      onTransactionCancelled: () => undefined,
    },
    rig: {
      log: (...messages) => post({ action: 'twitch-ext-rig-log', messages }),
    },
  };

  window.Twitch = window.Twitch ?? {};
  window.Twitch.ext = ext;
})();
