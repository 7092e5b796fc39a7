"use strict";
(() => {
  const { questions, prefixes } = JSON.parse(document.getElementById("offered").textContent);
  // The server knows the usual prefixes; the editor wants them written out.
  const withPrefixes = (sparql) => {
    const missing = Object.entries(prefixes).filter(([prefix]) => new RegExp(`\\b${prefix}:`).test(sparql)
      && !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(sparql));
    return missing.map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>\n`).join("") + sparql;
  };
  // The autocompleters look names up on other servers: only those that need no network stay.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  Yasgui.Yasqe.defaults.value = withPrefixes("SELECT ?who ?verb ?what WHERE {\n  ?s a ng:Statement ; rdf:subject/rdfs:label ?who ; ng:lemma ?verb ; ng:objectText ?what .\n}\nLIMIT 25");
  Yasgui.Yasr.defaults.prefixes = prefixes;
  const endpoint = new URL("/sparql", location.href).href;
  const page = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST", headers: {} },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: "newsgraph",
  });
  const select = document.getElementById("question");
  for (const question of questions) {
    const option = document.createElement("option");
    option.value = question.name;
    option.textContent = question.title;
    select.append(option);
  }
  const run = () => {
    const question = questions.find((q) => q.name === select.value);
    if (!question) return;
    const tab = page.addTab(true, { name: question.name, requestConfig: { endpoint } });
    tab.getYasqe().setValue(withPrefixes(question.sparql));
    tab.getYasqe().query().catch(() => {});
  };
  select.addEventListener("change", run);
  window.newsgraphQuery = { page, endpoint };
})();
