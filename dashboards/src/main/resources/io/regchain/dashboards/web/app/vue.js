// The one place that names the library's address.
export * from '/webjars/vue/{vue}/vue.runtime.esm-browser.prod.js';
