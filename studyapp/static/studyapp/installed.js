// An installed site has a worker, which shows a page of its own while the network is away.

const { worker } = document.querySelector('[data-worker]').dataset;
if (matchMedia('(display-mode: standalone)').matches) navigator.serviceWorker?.register(worker);
