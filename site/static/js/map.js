// The map of a list: every result where it is, grouped where they are many. The list says the same without it, so points
// are no stops of the keyboard: a card leads to its point, and a point to its card.

const CLOSEST = 17; // beyond it no two points are grouped
const FURTHEST = 7;
const NEIGHBOURS = 11; // from which the communes around the territory are named
const UNDER_CONTROLS = 28; // pixels around the buttons within which a point would touch them
const TOLD = 20; // results told at one point, as many as the site answers at once

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

/** Whether two boxes of the screen are on each other, or nearly. */
const meet = (one, other) =>
  one.left < other.right + 4 && other.left < one.right + 4 && one.top < other.bottom && other.top < one.bottom;

/** Whether the commune FEATURE is around a point: its outline is crossed an odd number of times from there to the east. */
function holds({ geometry }, { lat, lng }) {
  let inside = false;
  for (const ring of geometry.coordinates.flat())
    ring.forEach(([x, y], index) => {
      const [before, under] = ring.at(index - 1);
      if (y > lat !== under > lat && lng < x + ((lat - y) / (under - y)) * (before - x)) inside = !inside;
    });
  return inside;
}

const isSeen = (element) => Boolean(element?.offsetParent);

export class ListMap {
  /** FIGURE holds a drawing, the addresses and the words of the map; CARDOF gives the card of a key, if the page has it. */
  constructor(figure, cardOf) {
    this.figure = figure;
    this.said = figure.dataset;
    this.cardOf = cardOf;
    this.markers = new Map();
  }

  /** Takes the place of the drawing, which stays when something does not come. */
  async draw() {
    if (!window.L?.markerClusterGroup) throw new Error("no Leaflet");
    const [{ points }, land] = await Promise.all([
      read(this.said.points),
      this.said.land ? read(this.said.land) : { features: [] },
    ]);
    this.makeFrame();
    this.drawGround(land.features);
    this.drawPoints(points);
    this.look(points);
  }

  makeFrame() {
    this.frame = make("div", { class: "map__live", role: "region", "aria-label": this.said.label });
    const drawing = this.figure.querySelector("svg");
    if (drawing) drawing.replaceWith(this.frame);
    else this.figure.prepend(this.frame);
    const skip = make("a", { class: "skip", href: `#${this.figure.querySelector("figcaption").id}` }, this.said.skip);
    this.frame.before(skip);
    this.map = L.map(this.frame, {
      zoomControl: false,
      attributionControl: Boolean(this.said.tiles),
      scrollWheelZoom: false, // the page scrolls, until the map is used
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
      zoomSnap: this.said.tiles ? 1 : 0.25,
      minZoom: FURTHEST,
      maxZoom: CLOSEST,
    });
    if (still) this.map.panBy = (offset) => L.Map.prototype.panBy.call(this.map, offset, { animate: false });
    this.zoom = L.control.zoom({ position: "bottomleft", zoomInTitle: this.said.zoomIn, zoomOutTitle: this.said.zoomOut });
    this.zoom.addTo(this.map);
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    this.map.on("popupclose", () => this.leave());
    this.figure.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.popup?.isOpen()) return;
      event.preventDefault();
      this.close();
    });
    // What is read of points is read in the list.
    this.map.createPane("names");
    for (const pane of ["overlayPane", "names", "markerPane"]) this.map.getPane(pane).setAttribute("aria-hidden", "true");
  }

  drawGround(features) {
    if (this.said.tiles) {
      L.tileLayer(this.said.tiles, { maxZoom: CLOSEST, attribution: this.said.attribution }).addTo(this.map);
      this.map.attributionControl.setPrefix(false);
    }
    const chosen = new Set((this.said.on ?? "").split(","));
    const className = ({ insee, off }) => (this.said.tiles ? "limit" : chosen.has(insee) ? "on" : off ? "off" : "land");
    const style = (feature) => ({ className: className(feature.properties) });
    L.geoJSON({ type: "FeatureCollection", features }, { interactive: false, style }).addTo(this.map);
    this.communes = this.said.tiles ? [] : features;
    this.nameGround();
  }

  /** The communes' names, that of the one shown then the most populated first, as many as there is room for. */
  nameGround() {
    const names = this.communes.map((commune) => {
      const { properties } = commune;
      const html = make("span", {}, properties.name);
      const icon = L.divIcon({ className: "map__name", html, iconSize: [0, 0] });
      L.marker(properties.centre, { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.map);
      return { html, off: properties.off, commune };
    });
    // After the points, which come first: they are redrawn when the map has moved.
    this.map.on("moveend", () => requestAnimationFrame(() => this.placeNames(names)));
  }

  placeNames(names) {
    const frame = this.frame.getBoundingClientRect();
    const above = [this.zoom.getContainer(), ...this.map.getPane("markerPane").children];
    const taken = above.map((element) => element.getBoundingClientRect());
    const ofShown = ({ commune }) => Number(commune === this.shown);
    for (const { html, off, commune } of [...names].sort((one, other) => ofShown(other) - ofShown(one))) {
      html.hidden = true;
      if (off && commune !== this.shown && this.map.getZoom() < NEIGHBOURS) continue;
      for (const place of ["", "above", "below", "before", "after"]) {
        html.className = place;
        html.hidden = false;
        const box = html.getBoundingClientRect();
        const fits = box.left >= frame.left && box.right <= frame.right && box.bottom <= frame.bottom;
        if (fits && !taken.some((other) => meet(box, other))) {
          taken.push(box);
          break;
        }
        html.hidden = true;
      }
    }
  }

  drawPoints(points) {
    L.MarkerCluster.mergeOptions({ keyboard: false });
    this.group = L.markerClusterGroup({
      showCoverageOnHover: false,
      spiderfyOnMaxZoom: false,
      disableClusteringAtZoom: CLOSEST,
      maxClusterRadius: 40,
      animate: !still,
      chunkedLoading: true,
      iconCreateFunction: (cluster) => {
        const number = cluster.getAllChildMarkers().reduce((sum, marker) => sum + marker.number, 0);
        return this.icon(number, true);
      },
    });
    const markers = points.map(([latitude, longitude, isExact, keys, number = keys.length]) => {
      const marker = L.marker([latitude, longitude], { icon: this.icon(number, isExact), keyboard: false });
      Object.assign(marker, { keys, isExact, number });
      for (const key of keys) this.markers.set(String(key), marker);
      return marker;
    });
    this.group.on("click", ({ layer }) => this.press(layer));
    this.group.addLayers(markers).addTo(this.map);
  }

  /** A dot for one, a number for several; hollow where the address itself is not known. */
  icon(number, isExact) {
    const [size, name] = number === 1 ? [28, "one"] : number < 100 ? [36, "some"] : [48, "many"];
    const html = make("span", { class: "pin" }, number === 1 ? "" : String(number));
    const className = `map__point map__point--${name}${isExact ? "" : " map__point--town"}`;
    return L.divIcon({ html, iconSize: [size, size], className });
  }

  /** All the points, or those around where distances are counted from, unless it is too far to be on the map. */
  look(points) {
    const [west, south, east, north] = this.said.bounds.split(",").map(Number);
    const all = points.map(([latitude, longitude]) => [latitude, longitude]);
    const bounds = L.latLngBounds(all.length ? all : [[south, west], [north, east]]);
    if (this.said.origin) {
      const origin = L.latLng(this.said.origin.split(",").map(Number));
      const icon = L.divIcon({ className: "map__origin", iconSize: [56, 56] });
      L.marker(origin, { icon, pane: "names", interactive: false, keyboard: false }).addTo(this.map);
      const near = all.map((point) => [origin.distanceTo(point), point]).sort(([one], [other]) => one - other);
      const around = L.latLngBounds([origin, ...near.slice(0, 8).map(([, point]) => point)]);
      this.fit(around);
      if (!this.map.getBounds().contains(around)) {
        this.fit(bounds);
        this.figure.querySelector("figcaption").prepend(make("strong", {}, this.said.far), " ");
      }
    } else {
      this.fit(bounds);
    }
    this.clearCorner(all);
  }

  /** Puts the buttons in the corner that has the fewest of these points, the lower ones first. */
  clearCorner(points) {
    const { offsetLeft, offsetWidth, offsetHeight } = this.zoom.getContainer();
    const [width, height] = [offsetWidth, offsetHeight].map((side) => side + offsetLeft + UNDER_CONTROLS);
    const { x: right, y: bottom } = this.map.getSize();
    const places = points.map((point) => this.map.latLngToContainerPoint(point));
    const under = (corner) => {
      const isAt = ({ x, y }) =>
        (corner.endsWith("left") ? x < width : x > right - width) && (corner.startsWith("top") ? y < height : y > bottom - height);
      return places.filter(isAt).length;
    };
    const corners = ["bottomleft", "bottomright", "topright", "topleft"].map((corner) => [under(corner), corner]);
    this.zoom.setPosition(corners.sort(([one], [other]) => one - other)[0][1]);
  }

  fit(bounds) {
    this.map.fitBounds(bounds, { padding: [24, 24], maxZoom: 14, animate: false });
  }

  press(marker) {
    const card = this.cardOf(marker.keys[0]);
    if (marker.keys.length === 1 && isSeen(card)) this.goTo(card);
    else this.tell(marker);
  }

  /** Leads to CARD in the list. */
  goTo(card) {
    this.close();
    for (const other of document.querySelectorAll(".is-here")) other.classList.remove("is-here");
    card.classList.add("is-here");
    card.querySelector("a").focus({ preventScroll: true });
    card.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  }

  /** Shows the point of KEY; BACK is what takes the focus again afterwards. */
  show(key, back) {
    const marker = this.markers.get(String(key));
    if (!marker) return;
    this.figure.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    if (!this.said.tiles) return this.showIn(marker, back, key);
    if (this.map.getZoom() < 13) this.map.setView(marker.getLatLng(), 13, { animate: false });
    this.group.zoomToShowLayer(marker, () => this.tell(marker, back, key));
  }

  /** The same on outlines alone: closer than a commune's, there is nothing to see where one is by. */
  showIn(marker, back, key) {
    const place = marker.getLatLng();
    this.shown = this.communes.find((commune) => holds(commune, place));
    if (this.shown) this.fit(L.geoJSON(this.shown).getBounds());
    else this.map.setView(place, NEIGHBOURS, { animate: false });
    this.tell(marker, back, key);
  }

  /** Says who is at MARKER, FIRST before the others. */
  async tell(marker, back, first) {
    this.back = back;
    const keys = first ? [first, ...marker.keys.filter((key) => String(key) !== String(first))] : marker.keys;
    const content = make("div", { class: "map__told", tabindex: "-1" });
    if (!marker.isExact) content.append(make("p", { class: "small" }, this.said.unplaced));
    const address = new URL(this.said.cards, location.href);
    for (const key of keys.slice(0, TOLD)) address.searchParams.append("cle", key);
    try {
      const { cards, more } = await read(address);
      content.append(this.listed(cards));
      const others = marker.number - cards.length;
      const sentence = others === 1 ? this.said.other : this.said.others;
      if (more) content.append(make("a", { href: more.url }, more.words));
      else if (others > 0) content.append(make("p", {}, sentence.replace("{number}", others)));
    } catch {
      content.append(make("p", {}, this.said.failed));
    }
    this.popup = L.popup({ maxWidth: 280, minWidth: 200, maxHeight: 260, offset: [0, -8], closeOnEscapeKey: false });
    this.popup.setLatLng((this.group.getVisibleParent(marker) ?? marker).getLatLng()).setContent(content).openOn(this.map);
    const close = this.popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", this.said.close);
    content.focus({ preventScroll: true });
  }

  listed(cards) {
    const list = make("ul", { class: "plain" });
    for (const card of cards) {
      const item = make("li");
      item.append(make("a", { href: card.url, lang: card.lang }, card.name), make("span", { class: "small" }, [card.kind, card.place].filter(Boolean).join(" · ")));
      const listed = this.cardOf(card.key);
      if (isSeen(listed)) {
        const button = make("button", { type: "button", class: "map__link small" }, this.said.inList);
        button.addEventListener("click", () => this.goTo(listed));
        item.append(button);
      } else if (listed || card.listed) {
        const href = listed ? `${this.said.list}#${listed.id}` : card.listed;
        item.append(make("a", { href, class: "small" }, this.said.inList));
      }
      list.append(item);
    }
    return list;
  }

  close() {
    this.map?.closePopup();
  }

  /** Gives the focus back when what is closed had it. */
  leave() {
    if (this.back && (document.activeElement === document.body || this.frame.contains(document.activeElement))) this.back.focus();
    this.back = undefined;
  }
}
