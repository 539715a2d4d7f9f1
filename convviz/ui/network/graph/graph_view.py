"""The network as the autograd graph of its loss, stepped forwards and back with a real picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from convviz.core.written_numbers import short
from convviz.drawing.graph.graph_figure import draw_graph
from convviz.protocol.messages.engine_pictures import PicturePassed
from convviz.stepping.gradient_steps import GradientStep, StepKind
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.graph.graph_actions import GRAPH
from convviz.ui.network.graph.graph_bar import GraphBar
from convviz.ui.network.graph.graph_canvas import GraphCanvas
from convviz.ui.network.graph.graph_panel import GraphPanel
from convviz.ui.network.graph.graph_texts import graph_words
from convviz.ui.network.maps.maps_actions import NEW_WEIGHTS, OPEN, PASTE
from convviz.ui.network.maps.maps_bar import MapsBar
from convviz.ui.network.maps.maps_scene import takes_pictures
from convviz.ui.network.maps.maps_texts import way_text
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.stepper.timeline import Timeline
from convviz.ui.stepper.transport import PlayerTransport
from convviz.ui.theme import SPACING
from convviz.ui.widgets.labels import EmptyState
from convviz.ui.widgets.notice import Notice
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.core.network.tree import Path
    from convviz.drawing.graph.graph_figure import GraphFigure
    from convviz.drawing.scene import Scene
    from convviz.stepping.gradient_steps import GradientWalk
    from convviz.ui.network.figure.figure_dialog import FigureDialog
    from convviz.ui.network.graph.graph_looker import GraphLooker
    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_SIZES: Final = (420, 380)
_SHARES: Final = (3, 2)


class GraphView(ViewWidget):
    """Follows every edit; while the new graph is on its way, the old one stays.

    Attributes:
        picture_bar: Which picture goes through, and with which weights.
        bar: How the loss is made, and what learns.
        canvas: The graph.
        panel: The step in words and numbers.
        timeline: Where among the steps it stands.
        export_button: Exports the graph.
    """

    def __init__(
        self,
        presenter: NetworkPresenter,
        looker: GraphLooker,
        maps: MapsLooker,
        parent: QWidget | None = None,
    ) -> None:
        """Show nothing yet.

        Args:
            presenter: Hears which layer is chosen, and which one is pointed at.
            looker: Asks for the graph, and has its steps.
            maps: Has the picture.
            parent: The parent.
        """
        super().__init__(parent)
        self._presenter, self._looker, self._maps = presenter, looker, maps
        self._walk: GradientWalk | None = None
        self._figure: GraphFigure | None = None
        self._folder: FilePath | None = None
        self._said = ""
        self._takes_keyboard = False
        self.dialog: FigureDialog | None = None
        self.picture_bar, self.bar = MapsBar(self), GraphBar(self)
        self.note, self.empty = Notice(self), EmptyState("", parent=self)
        self.canvas, self.panel = GraphCanvas(), GraphPanel()
        self.timeline = Timeline(self)
        self.export_button = QToolButton(self)
        self._stack = QStackedWidget(self)
        self._assemble()
        self._transport = PlayerTransport(looker.player, self.timeline)
        self._connect()

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Mark what is chosen; the graph itself follows the document."""
        is_none = not takes_pictures(state.network.input_shape)
        self.picture_bar.tell_no_picture(is_none=is_none)
        if before is None or state.paths != before.paths:
            self._light(state.paths)
        self._show()

    def show_actions(self, actions: PageActions) -> None:
        """Let buttons do what actions do; some keys work here alone."""
        bar = self.picture_bar
        for button, name in ((bar.open, OPEN), (bar.paste, PASTE), (bar.new_seed, NEW_WEIGHTS)):
            button.clicked.connect(actions[name].trigger)
            actions.show_keys(button, name)
        bar.remember_tips()
        self.bar.show_actions(actions)
        self.export_button.setDefaultAction(actions["export drawing"])
        actions.attach(GRAPH, self)
        self._transport.show_keys(actions)
        self._looker.player.changed.connect(actions.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Look; and let Space and arrows step."""
        super().showEvent(event)
        self._looker.want(on=True)
        self._takes_keyboard = True
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: what nobody sees is not asked for."""
        super().hideEvent(event)
        self._looker.want(on=False)

    def copy(self) -> None:
        """Put the graph on the clipboard, as a picture."""
        from convviz.ui.export.figure_file import figure_image  # keeps the start fast

        scene = self._scene_to_keep()
        if scene is not None:
            QGuiApplication.clipboard().setImage(figure_image(scene, self.canvas.theme))

    def export(self) -> None:
        """Ask how the graph is to be written into a file: with every gradient's norm."""
        from convviz.ui.network.figure.figure_dialog import FigureDialog  # keeps the start fast

        scene = self._scene_to_keep()
        if self.dialog is not None or scene is None:
            return
        self.dialog = FigureDialog(
            lambda _rows: scene,
            self.canvas.theme,
            self._folder,
            self.window(),
            name="graph",
            has_rows=False,
        )
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def go_to_loss(self) -> None:
        """Go to where backward begins."""
        if self._walk is not None:
            self._looker.player.go_to(self._walk.loss_step)

    def _forget_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._folder = dialog.chosen_path.parent
        self.canvas.setFocus()

    def _scene_to_keep(self) -> Scene | None:
        known = self._looker.known
        if known.traced is None:
            return None
        return draw_graph(known.traced, known.nodes, graph_words(), has_norms=True).scene

    # What is shown

    def _show(self) -> None:
        if not self.isVisible():
            return
        known, state = self._looker.known, self._presenter.state
        self._show_picture()
        self.bar.show_known(known, state.training.loss)
        problem = "" if known.problem is None else error_sentence(known.problem)
        notices = () if known.traced is None or problem else known.traced.notices
        told = [problem, *(error_sentence(notice.error()) for notice in notices)]
        self._say(" ".join(text for text in told if text), is_wrong=bool(problem))
        if known.walk is not self._walk:
            self._take(known.walk)
        self.timeline.setEnabled(known.walk is not None)
        is_empty = known.walk is None
        if is_empty:
            self._tell_empty()
        self._stack.setCurrentIndex(0 if is_empty else 1)
        if self._takes_keyboard and not is_empty:
            self._takes_keyboard = False
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_step()

    def _tell_empty(self) -> None:
        known = self._looker.known
        if not self._presenter.state.nodes:
            self.empty.set_texts(self.tr("No layers yet"), self.tr("Add a layer to see its graph."))
        elif known.problem is not None:
            self.empty.set_texts(self.tr("No graph"), error_sentence(known.problem))
        else:
            self.empty.set_texts(self.tr("Sending the picture through the network and back\u2026"))

    def _take(self, walk: GradientWalk | None) -> None:
        """Draw another graph."""
        self._walk, known = walk, self._looker.known
        if walk is None:
            self._looker.player.set_steps(0)
            return
        self._figure = draw_graph(walk.traced, known.nodes, graph_words())
        self.canvas.show_figure(self._figure)
        self._light(self._presenter.state.paths)

    def _show_step(self) -> None:
        known, index = self._looker.known, self._looker.player.shown
        walk = known.walk
        if walk is None or walk is not self._walk or index >= len(walk.steps):
            return
        step, nodes = walk.steps[index], walk.traced.nodes
        is_backward = index > walk.loss_step
        norms: dict[int, str] = {}
        ways: tuple[tuple[int, int], ...] = ()
        done = walk.done(index)
        if is_backward:
            words = graph_words()
            for number in done:
                told = nodes[number].received[0] if nodes[number].received else None
                if told is not None:
                    norms[number] = words.norm.format(norm=short(told.norm))
        if step.kind is StepKind.BACKWARD:
            ways = tuple(
                (step.node, edge.node) for edge in nodes[step.node].edges if edge.sent is not None
            )
        elif step.kind is StepKind.FORWARD:
            ways = tuple((step.node, edge.node) for edge in nodes[step.node].edges)
        shown = -1 if step.kind is StepKind.REFUSED else step.node
        self.canvas.show_step(shown, done, norms, ways)
        self.panel.show_step(known, index)

    def _show_picture(self) -> None:
        """Show the picture that both views share."""
        known, maps = self._looker.known, self._maps.maps
        traced, source = known.traced, self._maps.source()
        passed = None
        if traced is not None:
            passed = PicturePassed(
                picture=traced.picture,
                nodes=(),
                maps=(),
                weights_origin=traced.weights_origin,
                class_names=traced.class_names,
                notices=traced.notices,
            )
        shown = replace(
            maps,
            passed=passed,
            is_stale=known.is_stale,
            problem=known.problem,
            seed=source.training.seed,
            has_trained=self._maps.has_trained,
        )
        self.picture_bar.show_maps(shown)
        if passed is not None and not known.is_stale:
            says_weights = not shown.has_trained
            text = way_text(passed, says_weights=says_weights, says_mode=False)
            self.picture_bar.way.setText(text)

    def _say(self, sentence: str, *, is_wrong: bool) -> None:
        """Say why there is no graph, or another one than was wanted; once, so it can be closed."""
        if sentence == self._said:
            return
        self._said = sentence
        if sentence:
            self.note.say("error" if is_wrong else "info", sentence)
        else:
            self.note.hide()

    # What a person does

    def _nodes_of(self, path: Path) -> tuple[int, ...]:
        """Return the nodes that a layer, or what stands in a block, has made."""
        if self._walk is None or not path:
            return ()
        nodes = self._walk.traced.nodes
        return tuple(n for n, node in enumerate(nodes) if node.path[: len(path)] == path)

    def _light(self, paths: list[Path]) -> None:
        self.canvas.light(tuple(number for path in paths for number in self._nodes_of(path)))

    def _point(self, number: int | None) -> None:
        """Have the layer of a node lit in the list of layers."""
        path = None
        if number is not None and self._walk is not None:
            path = self._walk.traced.nodes[number].path or None
        self._presenter.point_at(path)

    def _on_pointed(self, path: Path | None) -> None:
        """Light what a layer of the list has made."""
        if self.isVisible():
            self._light(self._presenter.state.paths if path is None else [path])

    def _choose(self, path: Path, adds: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Go to the step in which a node runs, and choose its layer."""
        del adds
        walk = self._walk
        if walk is None:
            return
        player, number = self._looker.player, path[0]
        is_backward = player.shown >= walk.loss_step
        step = walk.step_of(number, is_backward=is_backward)
        if step is None:
            step = walk.step_of(number, is_backward=not is_backward)
        if step is not None:
            player.go_to(step)
        rows = self._presenter.state.rows_of([walk.traced.nodes[number].path])
        if rows:
            self._presenter.choose(rows, rows[0])

    def _choose_tensor(self, number: int) -> None:
        """Go to the step that fills a tensor's gradient."""
        walk = self._walk
        if walk is not None:
            tensor = walk.traced.tensors[number]
            place = walk.places.get(GradientStep(StepKind.BACKWARD, tensor.node))
            if place is not None:
                self._looker.player.go_to(place)

    def _connect(self) -> None:
        looker = self._looker
        looker.changed.connect(self._show)
        looker.player.moved.connect(lambda _step: self._show_step())
        self.picture_bar.chosen.connect(lambda name, value: self._maps.choose(**{name: value}))
        self.bar.chosen.connect(lambda name, value: looker.choose(**{name: value}))
        self.canvas.chosen.connect(self._choose)
        self.canvas.pointed.connect(self._point)
        self._presenter.pointed.connect(self._on_pointed)
        self.panel.tensor_chosen.connect(self._choose_tensor)

    def _assemble(self) -> None:
        self.note.hide()
        both = RememberedSplitter("network-graph", Qt.Orientation.Horizontal)
        both.hold(self.canvas, self.panel, _SIZES)
        for place, share in enumerate(_SHARES):
            both.setStretchFactor(place, share)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * SPACING)
        column.addWidget(both, 1)
        column.addWidget(self.timeline)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        self.bar.add(self.export_button)  # beside the switch it would take a line of its own
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        for part in (self.picture_bar, self.bar, self.note):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
