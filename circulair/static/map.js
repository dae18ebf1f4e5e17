/* What a drawn map does in the browser. Text of people reaches the page through textContent only. */
"use strict";

window.circulairMap = (function () {
  const HEADS_DRAWN_AT = 13; // the zoom for which maps/layers.py sizes arrow heads
  const SLOTS = [[12, 12], [-12, 12], [12, -12], [-12, -12]]; // where kinds that share a place stand around it
  const SIZE = 24; // the smallest target a finger can hit
  const HEADS_IN_THE_WAY = 40; // arrow heads that names make room for
  const RING = 6; // transparent pixels beside a line that still open it
  const KINDS = ["circle", "square", "triangle", "diamond"];
  const FILLS = ["whole", "hollow", "striped"];

  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    L.Map.mergeOptions({ fadeAnimation: false, inertia: false, markerZoomAnimation: false, zoomAnimation: false });
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /* A title leads to the thing's own page: only paths of this site, written by us. */
  function titled(item) {
    if (!/^\/[a-z]/.test(item.href || "")) return element("p", "ca-card__title", item.title);
    const link = element("a", "ca-card__link", item.title);
    link.href = item.href;
    const title = element("p", "ca-card__title");
    title.append(link);
    return title;
  }

  /* The opened card: each thing under its title, its lines as terms and values. */
  function card(properties) {
    const box = element("div", "ca-card");
    for (const item of properties.items || [properties]) {
      box.append(titled(item));
      const list = element("dl", "ca-card__lines");
      for (const [label, value] of item.lines) {
        list.append(element("dt", "", label), element("dd", "", value));
      }
      if (item.lines.length) box.append(list);
    }
    return box;
  }

  /* A sign of our own drawing: its classes are from fixed lists, its words are text. */
  function icon(classes, parts, size, anchor) {
    const holder = element("span", "ca-sign__holder");
    holder.append(...parts);
    return L.divIcon({ className: classes.join(" "), html: holder, iconSize: size, iconAnchor: anchor });
  }

  function placeName(feature, latlng) {
    const level = feature.properties.level === "district" ? "district" : "neighbourhood";
    const text = element("span", "ca-name__text", feature.properties.title);
    const made = icon(["ca-name", "ca-name--" + level], [text], [0, 0], [0, 0]);
    return L.marker(latlng, { icon: made, interactive: false, keyboard: false, zIndexOffset: -2000 });
  }

  function flowEnd(feature, latlng) {
    const parts = [element("span", "ca-end__dot"), element("span", "ca-end__name", feature.properties.title)];
    const made = icon(["ca-end"], parts, [SIZE, SIZE], [SIZE / 2, SIZE / 2]);
    return L.marker(latlng, { icon: made, title: feature.properties.title, zIndexOffset: 1000 });
  }

  function shapeOf(properties) {
    return KINDS.includes(properties.shape) ? properties.shape : KINDS[0];
  }

  /* Many places: the larger their number, the larger the sign. */
  function cluster(feature, latlng) {
    const { count, slot, title } = feature.properties;
    const shape = shapeOf(feature.properties);
    const size = count < 10 ? 26 : count < 100 ? 30 : 36;
    const [x, y] = (SLOTS[slot] || [0, 0]).map((aside) => 1.5 * aside);
    const parts = [element("span", `ca-shape ca-shape--${shape}`), element("span", `ca-count ca-count--${shape}`, String(count))];
    const made = icon(["ca-point", "ca-cluster"], parts, [size, size], [size / 2 + x, size / 2 + y]);
    return L.marker(latlng, { icon: made, title: title });
  }

  function place(feature, latlng) {
    const { count, slot, title } = feature.properties;
    const shape = shapeOf(feature.properties);
    const fill = FILLS.includes(feature.properties.fill) ? feature.properties.fill : FILLS[0];
    const size = count > 1 ? "many" : "one";
    const parts = [element("span", ["ca-shape", shape, fill, size].join(" ca-shape--"))];
    if (count > 1) parts.push(element("span", ["ca-count", shape, fill].join(" ca-count--"), String(count)));
    const [x, y] = SLOTS[slot] || [0, 0];
    const made = icon(["ca-point"], parts, [SIZE, SIZE], [SIZE / 2 + x, SIZE / 2 + y]);
    return L.marker(latlng, { icon: made, title: title });
  }

  /* What all flows, and all arrow heads, have in common; a click on a head reaches the line below. */
  const LOOKS = {
    flow: { className: "ca-flow", lineCap: "butt" },
    head: { className: "ca-head", fillOpacity: 1, interactive: false, stroke: false },
  };

  function style(feature) {
    return { ...LOOKS[feature.properties.role], ...feature.properties.style };
  }

  function fill(layer, features) {
    layer.addData(features);
  }

  /* A stop of a round under its sign: A1. */
  function routeStop(feature, latlng) {
    const made = icon(["ca-stop"], [element("span", "ca-stop__sign", feature.properties.sign)], [SIZE, SIZE], [SIZE / 2, SIZE / 2]);
    return L.marker(latlng, { icon: made, title: feature.properties.title, zIndexOffset: 1500 });
  }

  const SIGNS = { name: placeName, end: flowEnd, point: place, cluster: cluster, stop: routeStop };

  function sign(feature, latlng) {
    return (SIGNS[feature.properties.role] || place)(feature, latlng);
  }

  /* A flow has a pale edge below it, so that crossings read, and a wide clear one above it, so that it can be hit. */
  function edged(line, properties) {
    const weight = properties.style.weight;
    const edge = L.polyline(line.getLatLngs(), { className: "ca-edge", interactive: false, weight: weight + 2.5 });
    const reach = L.polyline(line.getLatLngs(), { className: "ca-reach", weight: weight + 2 * RING });
    reach.bindPopup(() => card(properties), { maxHeight: 260, autoPanPadding: [16, 44] });
    reach.on("mouseover popupopen", () => line.getElement().classList.add("ca-flow--lit"));
    reach.on("mouseout popupclose", function (event) {
      if (event.type === "popupclose" || !reach.isPopupOpen()) line.getElement().classList.remove("ca-flow--lit");
    });
    line.on("add", function (event) {
      const map = event.target._map;
      edge.addTo(map);
      line.bringToFront();
      reach.addTo(map);
    });
    line.on("remove", function () {
      edge.remove();
      reach.remove();
    });
  }

  /* Arrow heads keep their size on the screen: they shrink on the ground as one looks closer. */
  function steady(head) {
    const drawn = head.getLatLngs()[0].slice();
    const middle = L.latLng(
      (drawn[0].lat + (drawn[1].lat + drawn[2].lat) / 2) / 2,
      (drawn[0].lng + (drawn[1].lng + drawn[2].lng) / 2) / 2
    );
    function resize() {
      const share = 2 ** (HEADS_DRAWN_AT - this.getZoom());
      head.setLatLngs(drawn.map((corner) => [
        middle.lat + share * (corner.lat - middle.lat),
        middle.lng + share * (corner.lng - middle.lng),
      ]));
    }
    head.on("add", function (event) {
      const map = event.target._map;
      resize.call(map);
      map.on("zoomend", resize, map);
      head.once("remove", () => map.off("zoomend", resize, map));
    });
  }

  function opened(marker, properties) {
    marker.bindPopup(() => card(properties), { maxHeight: 260, autoPanPadding: [16, 44], offset: [0, -4] });
    marker.on("add", function () {
      const count = properties.count > 1 ? `, ${properties.count}` : "";  // what one sees is in its name
      marker.getElement().setAttribute("aria-label", properties.title + count);
    });
    marker.on("popupclose", function () {
      if (document.activeElement && document.activeElement.closest(".leaflet-popup")) marker.getElement().focus();
    });
  }

  /* Many places under one sign: a click, or Enter, looks closer. */
  function closer(marker, properties) {
    const look = () => marker._map && marker._map.setView(marker.getLatLng(), Math.min(18, marker._map.getZoom() + 2));
    marker.on("add", () => marker.getElement().setAttribute("aria-label", `${properties.title}, ${properties.count}`));
    marker.on("click", look);
    marker.on("keydown", (event) => event.originalEvent.key === "Enter" && look());
  }

  function show(feature, layer) {
    const properties = feature.properties;
    if (properties.role === "flow") edged(layer, properties);
    else if (properties.role === "head") steady(layer);
    else if (properties.role === "cluster") closer(layer, properties);
    else if (["end", "point", "stop"].includes(properties.role)) opened(layer, properties);
  }

  function meet(one, other) {
    return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  }

  function within(box, frame) {
    return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
  }

  function moved(box, x, y) {
    return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
  }

  /* A name may stand to the right of its dot, to the left, above or below: moves from where it is drawn, the right. */
  function sides(box, dot) {
    const middle = (dot.left + dot.right) / 2;
    const aside = middle - (box.left + box.right) / 2;
    return [
      ["right", box],
      ["left", moved(box, dot.left - 4 - box.right, 0)],
      ["above", moved(box, aside, dot.top - 2 - box.bottom)],
      ["below", moved(box, aside, dot.bottom + 2 - box.top)],
    ];
  }

  /* The name of a district may move up or down to where the map is empty; a neighbourhood's stays or goes. */
  function heights(name) {
    const box = name.getBoundingClientRect();
    const steps = name.closest(".ca-name--district") ? [0, -26, 26, -52, 52] : [0];
    return steps.map((step) => [step + "px", moved(box, 0, step)]);
  }

  /* Names find a free side in sight or are put away: zooming in brings them back. Reads first, then writes. */
  function declutter(map) {
    const all = (selector) => [...map.getContainer().querySelectorAll(selector)];
    const ends = all(".ca-end__name");
    ends.forEach((name) => (name.dataset.side = "right"));
    const boxes = ends.map((name) => [
      name,
      sides(name.getBoundingClientRect(), name.previousElementSibling.getBoundingClientRect()),
    ]);
    const quiet = [...all(".ca-name--district .ca-name__text"), ...all(".ca-name--neighbourhood .ca-name__text")];
    quiet.forEach((name) => (name.style.marginTop = "0"));
    const quietBoxes = quiet.map((name) => [name, heights(name)]);
    const heads = all(".ca-head").length > HEADS_IN_THE_WAY ? "" : ".ca-head, "; // names matter more than all of many
    const signs = heads + ".ca-shape, .ca-end__dot, .ca-stop__sign, .leaflet-control";
    const taken = all(signs).map((sign) => sign.getBoundingClientRect());
    const frame = map.getContainer().getBoundingClientRect();
    for (const [name, places] of [...boxes, ...quietBoxes]) {
      const free = places.find(([, box]) => within(box, frame) && !taken.some((other) => meet(box, other)));
      name.classList.toggle("ca-hidden", !free);
      if (!free) continue;
      if (quiet.includes(name)) name.style.marginTop = free[0];
      else name.dataset.side = free[0];
      taken.push(free[1]);
    }
  }

  function named(map, selector, title) {
    const control = map.getContainer().querySelector(selector);
    if (!control) return;
    control.title = title;
    control.setAttribute("aria-label", title);
  }

  /* On a phone a finger scrolls the page past the map, until one taps the map to work in it. */
  function yieldToPage(map, words) {
    const hint = element("p", "ca-hint", words);
    map.getContainer().append(hint);
    const work = function (working) {
      map.dragging[working ? "enable" : "disable"]();
      hint.hidden = working;
    };
    work(false);
    map.on("click popupopen", () => work(true));
    map.on("blur", () => work(false));
  }

  function dress(map, words) {
    const container = map.getContainer();
    if (words.tiles) container.classList.add("ca-map--tiles");
    map.setMinZoom(10).setMaxZoom(18);
    if (!words.tiles) map.options.zoomSnap = 0.25; // pictures of tiles are sharp at whole steps only
    if (words.corners.length) map.fitBounds(words.corners, { animate: false, padding: [16, 16] });
    map.attributionControl.setPrefix(false).addAttribution(words.source);
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    named(map, ".leaflet-control-layers-toggle", words.layers);
    map.on("popupopen", () => named(map, ".leaflet-popup-close-button", words.close));
    container.addEventListener("keydown", function (event) {
      if (event.key === "Escape") map.closePopup(); // Leaflet hears it only with the map itself in focus
    });
    map.scrollWheelZoom.disable(); // the page scrolls past the map until one works in it
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (L.Browser.mobile && words.touch) yieldToPage(map, words.touch);
    if (container.closest(".map-frame")) onPaper(map, container.closest(".map-frame"));
    let waiting = false;
    const tidy = function () {
      waiting = false;
      container.classList.toggle("ca-map--near", map.getZoom() >= 13);
      declutter(map);
    };
    map.on("moveend resize layeradd layerremove", function () {
      if (!waiting) window.requestAnimationFrame(tidy);
      waiting = true;
    });
    tidy();
  }

  /* Layers that our own server fills after the page is shown: at once, or for each part that is looked at. */
  function fetched(layers) {
    let asked = new AbortController();
    let waits = false; // for a card to be closed: a new answer would take it away

    async function ask(map, told, note) {
      asked.abort();
      asked = new AbortController();
      const address = new URL(told.href, window.location.href);
      if (told.moving) {
        const box = map.getBounds().pad(0.1);
        const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
        address.searchParams.set("vak", sides.map((side) => side.toFixed(3)).join(","));
        address.searchParams.set("zoom", Math.round(map.getZoom()));
      }
      try {
        const answer = await fetch(address, { signal: asked.signal });
        if (!answer.ok) throw new Error(answer.status);
        const found = await answer.json();
        for (const [kind, layer] of Object.entries(layers)) {
          layer.clearLayers();
          if (found[kind]) layer.addData(found[kind]);
        }
        note.hidden = true;
        map.getContainer().dataset.fetched = "yes";
      } catch (error) {
        if (error.name !== "AbortError") note.hidden = false;
      }
    }

    function into(map, told) {
      const note = element("p", "ca-hint ca-hint--top", told.away);
      note.hidden = true;
      note.setAttribute("role", "status");
      map.getContainer().append(note);
      const again = function () {
        waits = Boolean(map.getContainer().querySelector(".leaflet-popup"));
        if (!waits) ask(map, told, note);
      };
      ask(map, told, note);
      if (!told.moving) return;
      map.on("moveend", again);
      map.on("popupclose", () => waits && window.setTimeout(again, 300));
    }

    return { into };
  }

  /* On paper the map has the width of the sheet, and shows the same ground. */
  function onPaper(map, frame) {
    let shown = null;
    const fit = function (paper) {
      frame.classList.toggle("map-frame--paper", paper);
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(shown, { animate: false });
    };
    window.addEventListener("beforeprint", function () {
      shown = map.getBounds().pad(-0.08);
      fit(true);
    });
    window.addEventListener("afterprint", () => fit(false));
  }

  /* The chosen place goes into the form's fields, in degrees with a point and 5 decimals. */
  function pick(map, start) {
    const dot = element("span", "ca-pick__dot");
    const made = icon(["ca-pick"], [dot], [SIZE, SIZE], [SIZE / 2, SIZE / 2]);
    const marker = L.marker(map.getCenter(), { icon: made, title: start.title, keyboard: false });

    function enter(name, degrees) {
      const field = document.querySelector('input[name="' + name + '"]');
      if (!field) return;
      field.value = degrees.toFixed(5);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function choose(latlng) {
      marker.setLatLng(latlng).addTo(map);
      enter("lon", latlng.lng);
      enter("lat", latlng.lat);
    }

    map.getContainer().classList.add("ca-map--pick");
    map.on("click", (event) => choose(event.latlng));
    map.getContainer().addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.target !== map.getContainer()) return;
      event.preventDefault(); // Enter picks the middle of the map; it does not send the form
      choose(map.getCenter());
    });
    if (start.at) {
      const latlng = L.latLng(start.at);
      marker.setLatLng(latlng).addTo(map);
      map.setView(latlng, Math.max(map.getZoom(), 15));
    }
  }

  return { dress, fetched, fill, pick, show, sign, style };
})();
