// Tells the page around how high this one is; embed.js listens there. Without it the frame scrolls.
if (window.parent !== window) {
  const tell = () => window.parent.postMessage({ tourHeight: document.documentElement.scrollHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
}
