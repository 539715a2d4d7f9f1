"""The pages of the window: how each is built, and the ways from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from convviz.protocol.autosave_file import Place
from convviz.protocol.code_file import is_code_file
from convviz.protocol.document import WeightsFile
from convviz.ui.shell.page_entry import PageEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Calculator, Document, Network, Training
    from convviz.protocol.messages.engine_pictures import TraceGradients
    from convviz.runs import RunSummary
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.chosen_kernel import ChosenKernel
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.layer_applier import LayerApplier
    from convviz.ui.layer_opener import LayerOpener
    from convviz.ui.network.page import NetworkPage
    from convviz.ui.number_reader import NumberReader
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.run_weights import RunWeights
    from convviz.ui.runs.library import RunLibrary
    from convviz.ui.runs.page import RunsPage
    from convviz.ui.runs.run_actions import RunControl
    from convviz.ui.settings import SettingsFile
    from convviz.ui.shell.document_numbers import DocumentNumbers
    from convviz.ui.shell.main_window import MainWindow
    from convviz.ui.stepper.presenter import StepPresenter
    from convviz.ui.training.page import TrainingPage
    from convviz.ui.training.run.past_run import PastRun
    from convviz.ui.training.run.session import TrainingSession


class WindowPages(QObject):
    """Builds the pages, and what they need of each other, when each is first needed.

    Signals:
        unapplied(str): Why edited weights could not go back to the network; "" for nothing.
        moved(): Another step or view of the calculator is shown.
    """

    unapplied = Signal(str)
    moved = Signal()

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient,
        settings: SettingsFile,
        numbers: DocumentNumbers,
        reader: NumberReader,
        window: Callable[[], MainWindow],
        parent: QObject,
    ) -> None:
        """Make the owner of the pages.

        Args:
            store: The document.
            engine: The engine's client.
            settings: The settings.
            numbers: Where files of numbers of the document are.
            reader: Reads them.
            window: Returns the window that is shown now.
            parent: The owner.
        """
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._settings = settings
        self._numbers = numbers
        self._reader = reader
        self._window = window
        self._training: TrainingSession | None = None
        self._has_window = False
        self._runs: RunLibrary | None = None
        self._run_weights: RunWeights | None = None
        self._opener: LayerOpener | None = None
        self._applier: LayerApplier | None = None

    def entries(self) -> list[PageEntry]:
        """Return the pages in the order of the rail, for a new window."""
        return [
            PageEntry("calculator", self.tr("Calculator"), "mdi6.grid", self._calculator_page),
            PageEntry(
                "network", self.tr("Network"), "mdi6.layers-triple-outline", self._network_page
            ),
            PageEntry("training", self.tr("Training"), "mdi6.chart-line", self._training_page),
            PageEntry("runs", self.tr("Runs"), "mdi6.format-list-bulleted", self._runs_page),
        ]

    def is_training(self) -> bool:
        """Return whether a run goes on."""
        training = self._training
        return training is not None and training.is_busy and training.progress.is_active

    def show_run(self, run: PastRun) -> None:
        """Show a run of an earlier session on the training page."""
        self._window().show_page_named("training")
        self.training.past.load(run)

    def open_layer(self, layer_type: object) -> None:
        """Show the calculator with a type of layer."""
        cast("CalculatorPage", self._window().page_named("calculator")).open_type(layer_type)

    def place(self) -> Place:
        """Return where in the calculator a person is."""
        presenter = self._steps()
        return Place() if presenter is None else presenter.place

    def show_place(self, place: Place) -> None:
        """Go where a person was in the calculator, if it is built."""
        presenter = self._steps()
        if presenter is not None:
            presenter.show_place(place)

    def _steps(self) -> StepPresenter | None:
        """Return what shows the steps of the calculator; None while there are none."""
        stepper = getattr(self._window().page_built("calculator"), "stepper", None)
        return None if stepper is None else stepper.presenter

    def open_program(self, path: Path) -> None:
        """Show the network page, with what a file of code or of torch.export holds."""
        page = cast("NetworkPage", self._window().page_named("network"))
        if is_code_file(path):
            page.open_code(path)
        else:
            page.program_to_open.emit(path)

    def shut_down(self) -> None:
        """End the training; a trainer finishes its batch and ends by itself."""
        if self._training is not None:
            self._training.shut_down()
        if self._runs is not None:
            self._runs.shut_down()

    @property
    def training(self) -> TrainingSession:
        """The training, made when it is first needed."""
        if self._training is None:
            from convviz.ui.training.run.session import TrainingSession

            self._training = TrainingSession(self, engine=self._engine)
            self._store.opened.connect(self._training.take_document)
            self._training.state_changed.connect(self._tell_of_training)
            self._training.epoch_done.connect(self._tell_of_training)
        return self._training

    @property
    def runs(self) -> RunLibrary:
        """The list of runs, made when it is first needed."""
        if self._runs is None:
            from convviz.ui.runs.library import RunLibrary

            self._runs = RunLibrary(self)
        return self._runs

    @property
    def opener(self) -> LayerOpener:
        """What opens layers of the network in the calculator, made when it is first needed."""
        if self._opener is None:
            from convviz.ui.layer_opener import LayerOpener

            self._opener = LayerOpener(
                self._store,
                self._engine,
                self._find_weights,
                self._folder_to_write,
                self,
                find_data=self._find_data,
            )
            self._opener.opened.connect(self._show_opened)
            self._opener.pinned.connect(self._show_cell)
            self._opener.told.connect(self._show_problem)
            self._opener.returned.connect(self._show_network)
        return self._opener

    @property
    def applier(self) -> LayerApplier:
        """What brings edits in the calculator back to the network, made when first needed."""
        if self._applier is None:
            from convviz.ui.layer_applier import LayerApplier

            self._applier = LayerApplier(
                self._store, self._engine, self._find_weights, self._folder_to_write, self
            )
            self._applier.applied.connect(self._show_network)
            self._applier.told.connect(self.unapplied)
        return self._applier

    def _calculator_page(self, parent: QWidget) -> QWidget:
        from convviz.ui.calculator.page import CalculatorPage

        page = CalculatorPage(self._store, self._engine, parent)
        page.origin.back_wanted.connect(self._go_back)
        page.origin.apply_wanted.connect(self._apply)
        page.origin.know_weights(self._find_weights)
        page.origin.leave_wanted.connect(self._leave)
        self._reader.loaded.connect(page.show_again)
        page.origin.watch(self._reader)
        page.stepper.presenter.changed.connect(self.moved)
        return page

    def _network_page(self, parent: QWidget) -> QWidget:
        from convviz.ui.network.maps.maps_looker import MapsLooker
        from convviz.ui.network.page import NetworkPage
        from convviz.ui.program_opener import ProgramOpener
        from convviz.ui.weights_exchange import WeightsExchange

        maps = MapsLooker(self._store, self._engine, self._find_weights, self._find_data)
        maps.opened.connect(self._open_map)
        page = NetworkPage(self._store, parent, maps=maps)
        maps.setParent(page)
        page.open_in_calculator.connect(self._open_layer)
        page.gradient_opened.connect(self._open_gradient)
        exchange = WeightsExchange(
            self._store, self._engine, self._find_weights, self._folder_to_write, page
        )
        page.weights_to_load.connect(exchange.take)
        page.weights_to_save.connect(exchange.write)
        page.onnx_to_write.connect(exchange.export)
        exchange.told.connect(page.notice.say)
        exchange.offered.connect(page.offer_by_order)
        programs = ProgramOpener(self._store, self._engine, self._folder_to_write, page)
        page.program_to_open.connect(programs.open)
        programs.told.connect(page.notice.say)
        programs.opened.connect(page.begin)
        programs.read.connect(self._settings.add_recent)
        return page

    def _training_page(self, parent: QWidget) -> QWidget:
        from convviz.ui.training.page import TrainingPage

        page = TrainingPage(
            self._store, self.training, self._settings, parent, locate=self._located
        )
        page.open_in_calculator.connect(self._open_kernel)
        page.sample_opened.connect(self._open_sample)
        page.loss_opened.connect(self._open_loss)
        page.network_wanted.connect(lambda: self._window().show_page_named("network"))
        return page

    def _runs_page(self, parent: QWidget) -> QWidget:
        from convviz.ui.runs.page import RunsPage

        page = RunsPage(self._store, self.runs, self._settings, parent)
        page.open_wanted.connect(lambda run: self._open_run(run, resume=False))
        page.resume_wanted.connect(lambda run: self._open_run(run, resume=True))
        page.training_wanted.connect(lambda: self._window().show_page_named("training"))
        page.folder_wanted.connect(self._open_folder)
        page.control_wanted.connect(self._control_run)
        QTimer.singleShot(0, self, self._tell_of_training)
        return page

    def _control_run(self, wanted: RunControl, run: RunSummary) -> None:
        """Pause, stop or extend a run that was chosen in the table."""
        from convviz.ui.runs.run_actions import RunControl
        from convviz.ui.training.run.run_control import stop_run

        match wanted:
            case RunControl.EXTEND:
                page = cast("TrainingPage", self._window().page_named("training"))
                page.panels.offers.extend(run)
            case RunControl.PAUSE:
                self.training.pause()
            case RunControl.STOP:
                runs = cast("RunsPage", self._window().page_named("runs"))
                runs.presenter.tell(*stop_run(self.training, run.folder))

    def tell_of_training(self) -> None:
        """Say on the rail and to the page of runs whether a run goes on: the window is there."""
        self._has_window = True
        self._tell_of_training()

    def _tell_of_training(self) -> None:
        training = self._training
        if training is None or not self._has_window:
            return
        window = self._window()
        from convviz.ui.training.run.run_control import activity_of, own_folder

        activity = activity_of(training)
        window.show_activity("training", activity.text, is_halted=activity.is_halted)
        page = window.page_built("runs")
        if page is not None:
            runs = cast("RunsPage", page)
            runs.presenter.show_own(own_folder(training), is_halted=activity.is_halted)

    def _open_folder(self, folder: Path) -> None:
        """Show the run of a folder on the training page, and follow it."""
        page = cast("TrainingPage", self._window().page_named("training"))
        page.panels.offers.open_folder(folder)

    def _open_run(self, run: RunSummary, *, resume: bool) -> None:
        """Show a run on the training page, and go on with it if that is wanted."""
        page = cast("TrainingPage", self._window().page_named("training"))
        page.panels.offers.open(run, resume=resume)

    def _open_layer(self, step: int) -> None:
        self.opener.open(step)

    def _open_gradient(self, step: int, traced: TraceGradients) -> None:
        """Open a layer with the gradient of its output, in its backward pass."""
        page = cast("CalculatorPage", self._window().page_named("calculator"))
        page.stepper.presenter.choose_view("backward")
        self.opener.open(step, traced=traced)

    def _open_kernel(self, chosen: ChosenKernel) -> None:
        """Open the layer of a kernel or a map of a run, with the run's weights."""
        document = self.training.progress.document
        if document is not None:
            weights = chosen.weights or self._weights_of_run(document.network)
            network = msgspec.structs.replace(document.network, weights=weights)
            source = msgspec.structs.replace(document, network=network)
            picture, pixels = chosen.picture, chosen.pixels
            self.opener.open(chosen.step, chosen.kernel, source, picture=picture, pixels=pixels)

    def _open_map(self, chosen: ChosenKernel, source: Document) -> None:
        """Open a layer of the network with what reaches it of the picture that is looked at."""
        picture, pixels, cell = chosen.picture, chosen.pixels, chosen.cell
        self.opener.open(
            chosen.step, chosen.kernel, source, picture=picture, pixels=pixels, cell=cell
        )

    def _open_loss(self, calculator: Calculator) -> None:
        """Show the loss of a batch, from its first step."""
        name = calculator.layer.type_name()
        document = msgspec.structs.replace(self._store.document, calculator=calculator)
        page = cast("CalculatorPage", self._window().page_named("calculator"))
        page.stepper.presenter.choose_view(page.stepper.presenter.first_view)
        page.stepper.player.go_to_first()
        text = QCoreApplication.translate("LayerOpener", "Open {layer} in the calculator")
        self._store.edit(document, text.format(layer=name))

    def _open_sample(self, pixels: NDArray[np.uint8]) -> None:
        """Open the network's first layer with a picture of the data set as its input."""
        from convviz.ui.layer_opener import opened_calculator

        document = self._store.document
        for step, placed in enumerate(document.network.layers):
            if placed.enabled and opened_calculator(document, step) is not None:
                self.opener.open(step, pixels=pixels)
                return

    def _find_data(self, training: Training) -> str:
        from convviz.ui.training.data.data_sources import place_of

        return place_of(training, self._settings)

    def _located(self, network: Network) -> Network:
        from convviz.protocol.run_start import weights_located

        return weights_located(network, self._window().documents.path)

    def _find_weights(self, network: Network) -> WeightsFile | None:
        """Return the weights of a network: its own, or those of the last run that trained it."""
        from convviz.protocol.numbers_folder import absolute_weights

        if network.weights is not None:
            return absolute_weights(network.weights, self._window().documents.path)
        return self._weights_of_run(network)

    def _weights_of_run(self, network: Network) -> WeightsFile | None:
        progress = None if self._training is None else self._training.progress
        if progress is None or progress.document is None or progress.weights is None:
            return None
        if progress.result is None:
            return None
        if self._run_weights is None:
            from convviz.ui.run_weights import RunWeights

            self._run_weights = RunWeights()
        weights = WeightsFile(str(progress.weights), progress.result.sha256)
        return self._run_weights.of(progress.document.network, weights, network)

    def _show_opened(self, channel: int) -> None:
        """Show the calculator, at the output channel that is to be looked at."""
        page = self._window().page_named("calculator")
        if channel:
            cast("CalculatorPage", page).show_channel(channel)

    def _show_cell(self, channel: int, cell: tuple[int, int]) -> None:
        """Pin an output cell on the calculator's page."""
        cast("CalculatorPage", self._window().page_named("calculator")).pin_cell(channel, *cell)

    def _show_network(self, step: int) -> None:
        cast("NetworkPage", self._window().page_named("network")).choose_layer(step)

    def _folder_to_write(self) -> Path | None:
        return self._numbers.folder_to_write(self._store.document)

    def _go_back(self) -> None:
        self.opener.back()

    def _leave(self) -> None:
        self.opener.leave()

    def _apply(self) -> None:
        self.applier.apply()

    def _show_problem(self, sentence: str) -> None:
        """Say on the calculator's page why a layer could not be opened as it is."""
        page = self._window().page_built("calculator")
        if page is not None:
            cast("CalculatorPage", page).origin.show_problem(sentence)
