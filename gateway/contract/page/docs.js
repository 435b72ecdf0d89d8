"use strict";

// validatorUrl: without this the page would ask a host on the Internet about the contract.
window.ui = SwaggerUIBundle({
  url: "/v1/openapi.json",
  dom_id: "#contract",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
});
