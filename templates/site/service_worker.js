{% load static %}
// Without a network an installed site shows a page of its own that says so. Nothing else is kept.
const OFFLINE = '{% url "offline" %}';
const STYLE = '{% static "studyapp/app.css" %}';
const KEPT = `offline ${STYLE} {{ LANGUAGE_CODE }}`;

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([OFFLINE, STYLE])));
});

addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const kept = request.mode === 'navigate' ? OFFLINE : request;
  if (request.mode !== 'navigate' && !request.url.endsWith(STYLE)) return;
  event.respondWith(fetch(request).catch(() => caches.match(kept)));
});
