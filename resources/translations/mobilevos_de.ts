<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>MobileVOS Studio</name>
    <message>
      <source>Open clip…</source>
      <translation>Clip öffnen …</translation>
    </message>
    <message>
      <source>Open a video file</source>
      <translation>Eine Videodatei öffnen</translation>
    </message>
    <message>
      <source>Open folder of pictures…</source>
      <translation>Ordner mit Bildern öffnen …</translation>
    </message>
    <message>
      <source>Open a folder of pictures as a clip</source>
      <translation>Einen Ordner mit Bildern als Clip öffnen</translation>
    </message>
    <message>
      <source>Open project…</source>
      <translation>Projekt öffnen …</translation>
    </message>
    <message>
      <source>Open a project (.mvos)</source>
      <translation>Ein Projekt öffnen (.mvos)</translation>
    </message>
    <message>
      <source>Save project</source>
      <translation>Projekt speichern</translation>
    </message>
    <message>
      <source>Save clip, objects and masks as a project</source>
      <translation>Clip, Objekte und Masken als Projekt speichern</translation>
    </message>
    <message>
      <source>Save project as…</source>
      <translation>Projekt speichern unter …</translation>
    </message>
    <message>
      <source>Save the project in another place</source>
      <translation>Das Projekt an einem anderen Ort speichern</translation>
    </message>
    <message>
      <source>Import mask to this frame…</source>
      <translation>Maske in dieses Bild importieren …</translation>
    </message>
    <message>
      <source>Take a label PNG as this frame's mask</source>
      <translation>Ein Label-PNG als Maske dieses Bildes nehmen</translation>
    </message>
    <message>
      <source>Import folder of masks…</source>
      <translation>Ordner mit Masken importieren …</translation>
    </message>
    <message>
      <source>Take label PNGs named after the clip's frames</source>
      <translation>Label-PNGs nehmen, die wie die Bilder des Clips heißen</translation>
    </message>
    <message>
      <source>Import matte…</source>
      <translation>Matte importieren …</translation>
    </message>
    <message>
      <source>Take a black and white film or folder as an object's masks</source>
      <translation>Einen Schwarzweißfilm oder -ordner als Masken eines Objekts nehmen</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren …</translation>
    </message>
    <message>
      <source>Write films, cut-outs, mattes or label maps</source>
      <translation>Filme, Freisteller, Matten oder Label-Bilder schreiben</translation>
    </message>
    <message>
      <source>Export queue…</source>
      <translation>Exportliste …</translation>
    </message>
    <message>
      <source>Exports that wait, run and are over</source>
      <translation>Exporte, die warten, laufen und fertig sind</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Wiederholen</translation>
    </message>
    <message>
      <source>Clear object in this frame</source>
      <translation>Objekt in diesem Bild löschen</translation>
    </message>
    <message>
      <source>Say that the object is not in this frame</source>
      <translation>Sagen, dass das Objekt in diesem Bild nicht zu sehen ist</translation>
    </message>
    <message>
      <source>Keep this frame as an anchor</source>
      <translation>Dieses Bild als Anker behalten</translation>
    </message>
    <message>
      <source>Confirm its masks: runs start from them and never change them</source>
      <translation>Seine Masken bestätigen: Durchläufe gehen von ihnen aus und ändern sie nie</translation>
    </message>
    <message>
      <source>Remove this frame's mask</source>
      <translation>Maske dieses Bildes entfernen</translation>
    </message>
    <message>
      <source>Forget all masks of this frame</source>
      <translation>Alle Masken dieses Bildes vergessen</translation>
    </message>
    <message>
      <source>Add object</source>
      <translation>Objekt hinzufügen</translation>
    </message>
    <message>
      <source>Add an object to be masked</source>
      <translation>Ein weiteres Objekt zum Maskieren anlegen</translation>
    </message>
    <message>
      <source>Rename object</source>
      <translation>Objekt umbenennen</translation>
    </message>
    <message>
      <source>Show or hide object</source>
      <translation>Objekt zeigen oder verbergen</translation>
    </message>
    <message>
      <source>Prepare the matte</source>
      <translation>Matte aufbereiten</translation>
    </message>
    <message>
      <source>Grow, feather, clean and calm the edges of the object's masks, which stay as they are</source>
      <translation>Die Kanten der Masken des Objekts wachsen lassen, weichzeichnen, säubern und beruhigen; die Masken selbst bleiben</translation>
    </message>
    <message>
      <source>Lock or unlock object</source>
      <translation>Objekt sperren oder freigeben</translation>
    </message>
    <message>
      <source>A locked object's masks are never changed</source>
      <translation>Die Masken eines gesperrten Objekts ändern sich nie</translation>
    </message>
    <message>
      <source>Delete object from the clip</source>
      <translation>Objekt aus dem Clip löschen</translation>
    </message>
    <message>
      <source>Remove it from every frame</source>
      <translation>Es aus allen Bildern nehmen</translation>
    </message>
    <message>
      <source>Object {number} of the list</source>
      <translation>Objekt {number} der Liste</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>Pinsel</translation>
    </message>
    <message>
      <source>Paint the object; the right button erases</source>
      <translation>Das Objekt malen; die rechte Taste radiert</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>Radierer</translation>
    </message>
    <message>
      <source>Take pixels from the object</source>
      <translation>Dem Objekt Pixel nehmen</translation>
    </message>
    <message>
      <source>Scribble</source>
      <translation>Kritzeln</translation>
    </message>
    <message>
      <source>Draw a line over the object; its outline is found for you</source>
      <translation>Einen Strich über das Objekt ziehen; sein Umriss wird gefunden</translation>
    </message>
    <message>
      <source>Lasso</source>
      <translation>Lasso</translation>
    </message>
    <message>
      <source>Drag around an area, or click its corners; Enter closes</source>
      <translation>Eine Fläche umfahren oder ihre Ecken anklicken; Enter schließt</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Füllen</translation>
    </message>
    <message>
      <source>Fill the closed area under the mouse; the right button clears</source>
      <translation>Die geschlossene Fläche unter der Maus füllen; die rechte Taste leert</translation>
    </message>
    <message>
      <source>Smaller brush</source>
      <translation>Kleinerer Pinsel</translation>
    </message>
    <message>
      <source>Larger brush</source>
      <translation>Größerer Pinsel</translation>
    </message>
    <message>
      <source>Softer brush</source>
      <translation>Weicherer Pinsel</translation>
    </message>
    <message>
      <source>Harder brush</source>
      <translation>Härterer Pinsel</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <source>Fit to window</source>
      <translation>In das Fenster einpassen</translation>
    </message>
    <message>
      <source>Actual size</source>
      <translation>Originalgröße</translation>
    </message>
    <message>
      <source>One picture pixel is one screen pixel</source>
      <translation>Ein Bildpixel ist ein Bildschirmpixel</translation>
    </message>
    <message>
      <source>Show masks</source>
      <translation>Masken zeigen</translation>
    </message>
    <message>
      <source>Show outlines</source>
      <translation>Umrisse zeigen</translation>
    </message>
    <message>
      <source>Overlay</source>
      <translation>Überlagert</translation>
    </message>
    <message>
      <source>The masks in their objects' colours over the frame</source>
      <translation>Die Masken in den Farben ihrer Objekte über dem Bild</translation>
    </message>
    <message>
      <source>Outline</source>
      <translation>Umriss</translation>
    </message>
    <message>
      <source>Only the masks' outlines</source>
      <translation>Nur die Umrisse der Masken</translation>
    </message>
    <message>
      <source>Matte</source>
      <translation>Matte</translation>
    </message>
    <message>
      <source>What of the frame is object, white on black</source>
      <translation>Was im Bild Objekt ist, weiß auf schwarz</translation>
    </message>
    <message>
      <source>Cut-out</source>
      <translation>Freisteller</translation>
    </message>
    <message>
      <source>The objects before a checkerboard</source>
      <translation>Die Objekte vor einem Schachbrett</translation>
    </message>
    <message>
      <source>Original</source>
      <translation>Original</translation>
    </message>
    <message>
      <source>The frame without its masks</source>
      <translation>Das Bild ohne seine Masken</translation>
    </message>
    <message>
      <source>Prepared edges</source>
      <translation>Aufbereitete Kanten</translation>
    </message>
    <message>
      <source>Overlay and outline show masks as the mattes prepare them</source>
      <translation>Überlagerung und Umriss zeigen die Masken, wie die Matten sie aufbereiten</translation>
    </message>
    <message>
      <source>Only the selected object</source>
      <translation>Nur das gewählte Objekt</translation>
    </message>
    <message>
      <source>Show no other object's masks</source>
      <translation>Keine Masken anderer Objekte zeigen</translation>
    </message>
    <message>
      <source>Outlines of the frames around</source>
      <translation>Umrisse der Nachbarbilder</translation>
    </message>
    <message>
      <source>The masks of the frames before in orange, after in blue</source>
      <translation>Die Masken der Bilder davor in Orange, danach in Blau</translation>
    </message>
    <message>
      <source>Play</source>
      <translation>Abspielen</translation>
    </message>
    <message>
      <source>Play at the clip's own rate</source>
      <translation>Im Takt des Clips abspielen</translation>
    </message>
    <message>
      <source>Play backwards</source>
      <translation>Rückwärts abspielen</translation>
    </message>
    <message>
      <source>Press again to go faster; with K held, go one frame back</source>
      <translation>Nochmals drücken: schneller; mit gehaltenem K ein Bild zurück</translation>
    </message>
    <message>
      <source>Stand still</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stop playing; hold it and press J or L to go by single frames</source>
      <translation>Nicht mehr abspielen; gehalten gehen J und L um einzelne Bilder</translation>
    </message>
    <message>
      <source>Play faster</source>
      <translation>Schneller abspielen</translation>
    </message>
    <message>
      <source>Play, press again to go faster; with K held, go one frame on</source>
      <translation>Abspielen, nochmals drücken: schneller; mit gehaltenem K ein Bild weiter</translation>
    </message>
    <message>
      <source>Loop</source>
      <translation>Schleife</translation>
    </message>
    <message>
      <source>Play from in to out again and again</source>
      <translation>Von In bis Out immer wieder abspielen</translation>
    </message>
    <message>
      <source>Mute</source>
      <translation>Stumm</translation>
    </message>
    <message>
      <source>Play without sound</source>
      <translation>Ohne Ton abspielen</translation>
    </message>
    <message>
      <source>Previous frame</source>
      <translation>Voriges Bild</translation>
    </message>
    <message>
      <source>Next frame</source>
      <translation>Nächstes Bild</translation>
    </message>
    <message>
      <source>Ten frames back</source>
      <translation>Zehn Bilder zurück</translation>
    </message>
    <message>
      <source>Ten frames on</source>
      <translation>Zehn Bilder weiter</translation>
    </message>
    <message>
      <source>First frame</source>
      <translation>Erstes Bild</translation>
    </message>
    <message>
      <source>Last frame</source>
      <translation>Letztes Bild</translation>
    </message>
    <message>
      <source>Previous anchor</source>
      <translation>Voriger Anker</translation>
    </message>
    <message>
      <source>Go to the painted frame before</source>
      <translation>Zum gemalten Bild davor gehen</translation>
    </message>
    <message>
      <source>Next anchor</source>
      <translation>Nächster Anker</translation>
    </message>
    <message>
      <source>Go to the painted frame after</source>
      <translation>Zum gemalten Bild danach gehen</translation>
    </message>
    <message>
      <source>Next doubtful frame</source>
      <translation>Nächstes zweifelhaftes Bild</translation>
    </message>
    <message>
      <source>Go to where the network is least sure</source>
      <translation>Dahin gehen, wo das Netz am unsichersten ist</translation>
    </message>
    <message>
      <source>Set in point</source>
      <translation>In-Punkt setzen</translation>
    </message>
    <message>
      <source>Work from this frame on</source>
      <translation>Ab diesem Bild arbeiten</translation>
    </message>
    <message>
      <source>Set out point</source>
      <translation>Out-Punkt setzen</translation>
    </message>
    <message>
      <source>Work up to this frame</source>
      <translation>Bis zu diesem Bild arbeiten</translation>
    </message>
    <message>
      <source>Whole clip</source>
      <translation>Ganzer Clip</translation>
    </message>
    <message>
      <source>Clear the in and out points</source>
      <translation>In- und Out-Punkt aufheben</translation>
    </message>
    <message>
      <source>Zoom timeline in</source>
      <translation>Zeitleiste vergrößern</translation>
    </message>
    <message>
      <source>Show frames wider, around the playhead</source>
      <translation>Bilder um den Abspielkopf breiter zeigen</translation>
    </message>
    <message>
      <source>Zoom timeline out</source>
      <translation>Zeitleiste verkleinern</translation>
    </message>
    <message>
      <source>Show more frames, around the playhead</source>
      <translation>Mehr Bilder um den Abspielkopf zeigen</translation>
    </message>
    <message>
      <source>Fit timeline</source>
      <translation>Zeitleiste einpassen</translation>
    </message>
    <message>
      <source>Show the whole clip in the timeline</source>
      <translation>Den ganzen Clip in der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Fold or unfold the object's lane</source>
      <translation>Spur des Objekts ein- oder ausklappen</translation>
    </message>
    <message>
      <source>One lane for all objects</source>
      <translation>Eine Spur für alle Objekte</translation>
    </message>
    <message>
      <source>Show all objects in one lane of the timeline</source>
      <translation>Alle Objekte in einer Spur der Zeitleiste zeigen</translation>
    </message>
    <message>
      <source>Propagate</source>
      <translation>Propagieren</translation>
    </message>
    <message>
      <source>Mask every frame from in to out, from the painted ones</source>
      <translation>Von den gemalten Bildern aus jedes Bild von In bis Out maskieren</translation>
    </message>
    <message>
      <source>Update stale frames</source>
      <translation>Veraltete Bilder erneuern</translation>
    </message>
    <message>
      <source>Mask again only what a correction has outdated</source>
      <translation>Nur neu maskieren, was durch eine Korrektur veraltet ist</translation>
    </message>
    <message>
      <source>Forwards from this frame</source>
      <translation>Vorwärts ab diesem Bild</translation>
    </message>
    <message>
      <source>Backwards from this frame</source>
      <translation>Rückwärts ab diesem Bild</translation>
    </message>
    <message>
      <source>One frame forwards</source>
      <translation>Ein Bild vorwärts</translation>
    </message>
    <message>
      <source>One frame backwards</source>
      <translation>Ein Bild rückwärts</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Let the run wait; press again to go on</source>
      <translation>Den Durchlauf warten lassen; nochmals drücken: weiter</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Stopp</translation>
    </message>
    <message>
      <source>End the run; what is done stays</source>
      <translation>Den Durchlauf beenden; was fertig ist, bleibt</translation>
    </message>
    <message>
      <source>Remove object</source>
      <translation>Objekt entfernen</translation>
    </message>
    <message>
      <source>Take the object out of the picture</source>
      <translation>Das Objekt aus dem Bild nehmen</translation>
    </message>
    <message>
      <source>Show the prepared mask</source>
      <translation>Aufbereitete Maske zeigen</translation>
    </message>
    <message>
      <source>Stripes show what is removed beyond the mask</source>
      <translation>Streifen zeigen, was über die Maske hinaus entfernt wird</translation>
    </message>
    <message>
      <source>Show without the object</source>
      <translation>Ohne das Objekt zeigen</translation>
    </message>
    <message>
      <source>Show the frame with the object removed</source>
      <translation>Das Bild zeigen, aus dem das Objekt entfernt ist</translation>
    </message>
    <message>
      <source>Before and after</source>
      <translation>Vorher und nachher</translation>
    </message>
    <message>
      <source>A line to be dragged: before to its left, after to its right</source>
      <translation>Eine Linie zum Ziehen: links davon vorher, rechts nachher</translation>
    </message>
    <message>
      <source>Move the line left</source>
      <translation>Linie nach links</translation>
    </message>
    <message>
      <source>Move the line right</source>
      <translation>Linie nach rechts</translation>
    </message>
    <message>
      <source>Show what is made up</source>
      <translation>Erfundenes zeigen</translation>
    </message>
    <message>
      <source>Green is seen in other frames, orange is made up</source>
      <translation>Grün ist in anderen Bildern zu sehen, Orange ist erfunden</translation>
    </message>
    <message>
      <source>Render from in to out</source>
      <translation>Von In bis Out rendern</translation>
    </message>
    <message>
      <source>Remove the object from every frame, to be played and exported</source>
      <translation>Das Objekt aus jedem Bild entfernen, zum Abspielen und Exportieren</translation>
    </message>
    <message>
      <source>New take</source>
      <translation>Neue Fassung</translation>
    </message>
    <message>
      <source>Another way of removing, beside this one</source>
      <translation>Eine weitere Art zu entfernen, neben dieser</translation>
    </message>
    <message>
      <source>Delete take</source>
      <translation>Fassung löschen</translation>
    </message>
    <message>
      <source>Delete the take that is shown</source>
      <translation>Die gezeigte Fassung löschen</translation>
    </message>
    <message>
      <source>Use this take from in to out</source>
      <translation>Diese Fassung von In bis Out nehmen</translation>
    </message>
    <message>
      <source>Which take counts in a frame is what exports show</source>
      <translation>Exportiert wird je Bild die Fassung, die gilt</translation>
    </message>
    <message>
      <source>As the desktop</source>
      <translation>Wie der Desktop</translation>
    </message>
    <message>
      <source>Dark or light, as the desktop is</source>
      <translation>Dunkel oder hell wie der Desktop</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>The desktop's</source>
      <translation>Wie der Desktop</translation>
    </message>
    <message>
      <source>English</source>
      <translation>English</translation>
    </message>
    <message>
      <source>Deutsch</source>
      <translation>Deutsch</translation>
    </message>
    <message>
      <source>First steps</source>
      <translation>Erste Schritte</translation>
    </message>
    <message>
      <source>Two minutes on the demo clip, at your own pace</source>
      <translation>Zwei Minuten am Demo-Clip, im eigenen Tempo</translation>
    </message>
    <message>
      <source>Keyboard and mouse</source>
      <translation>Tastatur und Maus</translation>
    </message>
    <message>
      <source>All keys and mouse gestures</source>
      <translation>Alle Tasten und Mausgesten</translation>
    </message>
    <message>
      <source>Change keys…</source>
      <translation>Tasten ändern …</translation>
    </message>
    <message>
      <source>Give commands other keys</source>
      <translation>Befehlen andere Tasten geben</translation>
    </message>
    <message>
      <source>About MobileVOS Studio</source>
      <translation>Über MobileVOS Studio</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Object</source>
      <translation>&amp;Objekt</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Go</source>
      <translation>&amp;Gehe zu</translation>
    </message>
    <message>
      <source>&amp;Mask</source>
      <translation>&amp;Maske</translation>
    </message>
    <message>
      <source>&amp;Removal</source>
      <translation>&amp;Entfernen</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Aussehen</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>open a clip first.</source>
      <translation>erst einen Clip öffnen.</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Weitere</translation>
    </message>
    <message>
      <source>Not now: {reason}</source>
      <translation>Jetzt nicht: {reason}</translation>
    </message>
    <message>
      <source>Close MobileVOS Studio?</source>
      <translation>MobileVOS Studio schließen?</translation>
    </message>
    <message>
      <source>Work is still under way.</source>
      <translation>Es ist noch etwas in Arbeit.</translation>
    </message>
    <message>
      <source>Stop and close</source>
      <translation>Abbrechen und schließen</translation>
    </message>
    <message>
      <source>Keep working</source>
      <translation>Weiterarbeiten</translation>
    </message>
    <message>
      <source>Your last changes could not be saved and are lost when another clip or project is opened. Open it anyway?</source>
      <translation>Die letzten Änderungen konnten nicht gespeichert werden und gehen verloren, wenn ein anderer Clip oder ein anderes Projekt geöffnet wird. Trotzdem öffnen?</translation>
    </message>
    <message>
      <source>Lose your last changes?</source>
      <translation>Die letzten Änderungen verlieren?</translation>
    </message>
    <message>
      <source>Your last changes could not be saved and are lost when you close. Close anyway?</source>
      <translation>Die letzten Änderungen konnten nicht gespeichert werden und gehen beim Schließen verloren. Trotzdem schließen?</translation>
    </message>
    <message>
      <source>The run that goes keeps its quality; yours counts from the next one on.</source>
      <translation>Der laufende Durchlauf behält seine Qualität; die neue gilt ab dem nächsten.</translation>
    </message>
    <message>
      <source>what was exported last</source>
      <translation>was zuletzt exportiert wurde</translation>
    </message>
    <message>
      <source>the clip without the objects, H.264</source>
      <translation>den Clip ohne die Objekte, H.264</translation>
    </message>
    <message>
      <source>cut-outs, ProRes 4444</source>
      <translation>Freisteller, ProRes 4444</translation>
    </message>
    <message>
      <source>cut-outs, VP9 with alpha</source>
      <translation>Freisteller, VP9 mit Alpha</translation>
    </message>
    <message>
      <source>a matte, ProRes 422</source>
      <translation>eine Matte, ProRes 422</translation>
    </message>
    <message>
      <source>the objects tinted, H.264</source>
      <translation>die Objekte eingefärbt, H.264</translation>
    </message>
    <message>
      <source>label maps</source>
      <translation>Label-Bilder</translation>
    </message>
    <message>
      <source>black and white masks, a folder for each object</source>
      <translation>Schwarzweißmasken, ein Ordner je Objekt</translation>
    </message>
    <message>
      <source>Already there: {names}.</source>
      <translation>Schon vorhanden: {names}.</translation>
    </message>
    <message>
      <source>This is there already:

{names}

Replace it?</source>
      <translation>Das gibt es schon:

{names}

Ersetzen?</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Exporting {name} …</source>
      <translation>{name} wird exportiert …</translation>
    </message>
    <message>
      <source>{report} It is in {folder}.</source>
      <translation>{report} Zu finden in {folder}.</translation>
    </message>
    <message>
      <source>Show in folder</source>
      <translation>Im Ordner zeigen</translation>
    </message>
    <message>
      <source>checking {done} of {total}</source>
      <translation>{done} von {total} geprüft</translation>
    </message>
    <message>
      <source>frame {done} of {total}</source>
      <translation>Bild {done} von {total}</translation>
    </message>
    <message>
      <source>{text} · {rate:.1f} frames/s · {left}</source>
      <translation>{text} · {rate:.1f} Bilder/s · {left}</translation>
    </message>
    <message>
      <source>Clips (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.gif *.h264 *.264);;All files (*)</source>
      <translation>Clips (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.gif *.h264 *.264);;Alle Dateien (*)</translation>
    </message>
    <message>
      <source>Open clip</source>
      <translation>Clip öffnen</translation>
    </message>
    <message>
      <source>Open folder of pictures</source>
      <translation>Ordner mit Bildern öffnen</translation>
    </message>
    <message>
      <source>Open project: a folder that ends in {ending}</source>
      <translation>Projekt öffnen: ein Ordner, der auf {ending} endet</translation>
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation>{name} wird geöffnet …</translation>
    </message>
    <message>
      <source>Some of what you did on this clip before could not be loaded and was left out.</source>
      <translation>Ein Teil der früheren Arbeit an diesem Clip war nicht lesbar und wurde ausgelassen.</translation>
    </message>
    <message>
      <source>{clip} is not the clip that this project was made on, or has changed since. Its masks may not fit.</source>
      <translation>{clip} ist nicht der Clip dieses Projekts oder wurde seitdem geändert. Die Masken passen vielleicht nicht.</translation>
    </message>
    <message>
      <source>Open it anyway</source>
      <translation>Trotzdem öffnen</translation>
    </message>
    <message>
      <source>The clip of this project is no longer at {clip}.</source>
      <translation>Der Clip dieses Projekts ist nicht mehr bei {clip}.</translation>
    </message>
    <message>
      <source>Locate it…</source>
      <translation>Suchen …</translation>
    </message>
    <message>
      <source>Where is {name}?</source>
      <translation>Wo ist {name}?</translation>
    </message>
    <message>
      <source>Where is the folder {name}?</source>
      <translation>Wo ist der Ordner {name}?</translation>
    </message>
    <message numerus="yes">
      <source>%n frames</source>
      <translation>
        <numerusform>%n Bild</numerusform>
        <numerusform>%n Bilder</numerusform>
      </translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Rate</source>
      <translation>Takt</translation>
    </message>
    <message>
      <source>{rate} frames/s, variable</source>
      <translation>{rate} Bilder/s, wechselnd</translation>
    </message>
    <message>
      <source>{rate} frames/s, constant</source>
      <translation>{rate} Bilder/s, fest</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Länge</translation>
    </message>
    <message>
      <source>Sound</source>
      <translation>Ton</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>ja</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keiner</translation>
    </message>
    <message>
      <source>Stored as</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Undo: {step}</source>
      <translation>Rückgängig: {step}</translation>
    </message>
    <message>
      <source>Redo: {step}</source>
      <translation>Wiederholen: {step}</translation>
    </message>
    <message>
      <source>there is nothing to undo.</source>
      <translation>es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
      <source>there is nothing to redo.</source>
      <translation>es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
      <source>Import mask</source>
      <translation>Maske importieren</translation>
    </message>
    <message>
      <source>Label maps (*.png)</source>
      <translation>Label-Bilder (*.png)</translation>
    </message>
    <message>
      <source>Import folder of masks</source>
      <translation>Ordner mit Masken importieren</translation>
    </message>
    <message>
      <source>Reading masks…</source>
      <translation>Masken werden gelesen …</translation>
    </message>
    <message>
      <source>Reading masks: {done} of {total}</source>
      <translation>Masken werden gelesen: {done} von {total}</translation>
    </message>
    <message>
      <source>No mask was imported: what the pictures show is locked, or they show nothing.</source>
      <translation>Es wurde keine Maske importiert: Was die Bilder zeigen, ist gesperrt, oder sie zeigen nichts.</translation>
    </message>
    <message>
      <source>{n} masks were imported.</source>
      <translation>{n} Masken wurden importiert.</translation>
    </message>
    <message>
      <source>{n} masks were imported. Frames that changed meanwhile keep theirs: {kept}.</source>
      <translation>{n} Masken wurden importiert. Bilder, die sich inzwischen geändert haben, behalten ihre: {kept}.</translation>
    </message>
    <message>
      <source>The language changes when the program is started again.</source>
      <translation>Die Sprache wechselt beim nächsten Start des Programms.</translation>
    </message>
    <message>
      <source>Matte of {name}: {what}</source>
      <translation>Matte von {name}: {what}</translation>
    </message>
    <message>
      <source>Same matte for all objects</source>
      <translation>Gleiche Matte für alle Objekte</translation>
    </message>
    <message>
      <source>there is no object; add one first.</source>
      <translation>es gibt kein Objekt; erst eines hinzufügen.</translation>
    </message>
    <message>
      <source>Choose a film or a folder.</source>
      <translation>Einen Film oder einen Ordner wählen.</translation>
    </message>
    <message>
      <source>Looking at it…</source>
      <translation>Wird angesehen …</translation>
    </message>
    <message>
      <source>The object that was to get the matte has been deleted; choose another.</source>
      <translation>Das Objekt, das die Matte bekommen sollte, wurde gelöscht; ein anderes wählen.</translation>
    </message>
    <message>
      <source>The object that was to get the matte is locked; unlock it, or choose another.</source>
      <translation>Das Objekt, das die Matte bekommen sollte, ist gesperrt; es freigeben oder ein anderes wählen.</translation>
    </message>
    <message>
      <source>Reading the matte…</source>
      <translation>Die Matte wird gelesen …</translation>
    </message>
    <message>
      <source>Reading the matte: {done} of {total}</source>
      <translation>Matte wird gelesen: {done} von {total}</translation>
    </message>
    <message>
      <source>The matte was taken for {n} of {total} frames.</source>
      <translation>Die Matte wurde für {n} von {total} Bildern übernommen.</translation>
    </message>
    <message>
      <source>no frame is painted yet.</source>
      <translation>noch ist kein Bild gemalt.</translation>
    </message>
    <message>
      <source>no anchor lies before.</source>
      <translation>davor liegt kein Anker.</translation>
    </message>
    <message>
      <source>no anchor lies after.</source>
      <translation>danach liegt kein Anker.</translation>
    </message>
    <message>
      <source>The network is sure of every frame that it has masked.</source>
      <translation>Das Netz ist sich aller maskierten Bilder sicher.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>no run is going.</source>
      <translation>es läuft kein Durchlauf.</translation>
    </message>
    <message>
      <source>paint an object in a frame first.</source>
      <translation>erst ein Objekt in einem Bild malen.</translation>
    </message>
    <message>
      <source>a run is going; stop it first (Esc).</source>
      <translation>ein Durchlauf ist unterwegs; ihn erst stoppen (Esc).</translation>
    </message>
    <message>
      <source>this frame has no mask to go on from.</source>
      <translation>dieses Bild hat keine Maske, von der es weitergehen könnte.</translation>
    </message>
    <message>
      <source>every frame from in to out has a mask that is up to date.</source>
      <translation>von In bis Out hat jedes Bild eine aktuelle Maske.</translation>
    </message>
    <message>
      <source>no mask is stale.</source>
      <translation>keine Maske ist veraltet.</translation>
    </message>
    <message>
      <source>there is no frame after this one.</source>
      <translation>nach diesem kommt kein Bild mehr.</translation>
    </message>
    <message>
      <source>there is no frame before this one.</source>
      <translation>vor diesem liegt kein Bild.</translation>
    </message>
    <message>
      <source>this is the last frame.</source>
      <translation>das ist das letzte Bild.</translation>
    </message>
    <message>
      <source>this is the first frame.</source>
      <translation>das ist das erste Bild.</translation>
    </message>
    <message>
      <source>Paused</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>Propagating…</source>
      <translation>Wird propagiert …</translation>
    </message>
    <message>
      <source>Paint at any time: the run takes your correction up and goes on.</source>
      <translation>Jederzeit malen: Der Durchlauf nimmt die Korrektur auf und geht weiter.</translation>
    </message>
    <message>
      <source>Brush over it in this frame, edge to edge. One frame is enough to begin.</source>
      <translation>In diesem Bild darübermalen, bis an den Rand. Ein Bild genügt für den Anfang.</translation>
    </message>
    <message>
      <source>Paint the object</source>
      <translation>Das Objekt malen</translation>
    </message>
    <message>
      <source>1 frame computed before your correction.</source>
      <translation>1 Bild stammt von vor der Korrektur.</translation>
    </message>
    <message numerus="yes">
      <source>%n frames computed before your correction.</source>
      <translation>
        <numerusform>%n Bild stammt von vor der Korrektur.</numerusform>
        <numerusform>%n Bilder stammen von vor der Korrektur.</numerusform>
      </translation>
    </message>
    <message>
      <source>Update what is stale</source>
      <translation>Veraltetes erneuern</translation>
    </message>
    <message>
      <source>1 frame still to be masked.</source>
      <translation>Noch 1 Bild zu maskieren.</translation>
    </message>
    <message numerus="yes">
      <source>%n frames still to be masked.</source>
      <translation>
        <numerusform>Noch %n Bild zu maskieren.</numerusform>
        <numerusform>Noch %n Bilder zu maskieren.</numerusform>
      </translation>
    </message>
    <message>
      <source>Every frame from in to out has its mask. Press D to see where the network was unsure; paint there to correct it.</source>
      <translation>Von In bis Out hat jedes Bild seine Maske. D zeigt, wo das Netz unsicher war; dort zum Korrigieren malen.</translation>
    </message>
    <message>
      <source>Check and export</source>
      <translation>Prüfen und exportieren</translation>
    </message>
    <message>
      <source>{name} was deleted from the whole clip. Ctrl+Z brings it back.</source>
      <translation>{name} wurde aus dem ganzen Clip gelöscht. Strg+Z holt es zurück.</translation>
    </message>
    <message>
      <source>Hide {name}</source>
      <translation>{name} verbergen</translation>
    </message>
    <message>
      <source>Show {name}</source>
      <translation>{name} zeigen</translation>
    </message>
    <message>
      <source>Unlock {name}</source>
      <translation>{name} freigeben</translation>
    </message>
    <message>
      <source>Lock {name}</source>
      <translation>{name} sperren</translation>
    </message>
    <message>
      <source>there are not so many objects.</source>
      <translation>so viele Objekte gibt es nicht.</translation>
    </message>
    <message>
      <source>the object is locked.</source>
      <translation>das Objekt ist gesperrt.</translation>
    </message>
    <message>
      <source>Brush stroke</source>
      <translation>Pinselstrich</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>Radieren</translation>
    </message>
    <message>
      <source>Paint</source>
      <translation>Malen</translation>
    </message>
    <message>
      <source>Paint over the object. The right button or Alt erases.</source>
      <translation>Über das Objekt malen. Die rechte Taste oder Alt radiert.</translation>
    </message>
    <message>
      <source>Take pixels from the object.</source>
      <translation>Dem Objekt Pixel nehmen.</translation>
    </message>
    <message>
      <source>Draw a line over the object. The right button or Alt says what does not belong to it.</source>
      <translation>Einen Strich über das Objekt ziehen. Die rechte Taste oder Alt sagt, was nicht dazugehört.</translation>
    </message>
    <message>
      <source>Drag around the object, or click corners. Enter closes, Esc gives up.</source>
      <translation>Das Objekt umfahren oder Ecken anklicken. Enter schließt, Esc bricht ab.</translation>
    </message>
    <message>
      <source>Draw the outline closed, then click inside. The right button clears a piece.</source>
      <translation>Den Umriss schließen, dann hineinklicken. Die rechte Taste leert ein Stück.</translation>
    </message>
    <message>
      <source>Open a clip first.</source>
      <translation>Erst einen Clip öffnen.</translation>
    </message>
    <message>
      <source>Add an object first (N).</source>
      <translation>Erst ein Objekt hinzufügen (N).</translation>
    </message>
    <message>
      <source>{name} is locked; unlock it to paint it (Ctrl+L).</source>
      <translation>{name} ist gesperrt; zum Malen freigeben (Strg+L).</translation>
    </message>
    <message>
      <source>{name} is hidden; show it to paint it (H).</source>
      <translation>{name} ist verborgen; zum Malen zeigen (H).</translation>
    </message>
    <message>
      <source>this frame has no mask.</source>
      <translation>dieses Bild hat keine Maske.</translation>
    </message>
    <message>
      <source>its objects are locked.</source>
      <translation>seine Objekte sind gesperrt.</translation>
    </message>
    <message>
      <source>it is an anchor already.</source>
      <translation>es ist schon ein Anker.</translation>
    </message>
    <message>
      <source>Clear object</source>
      <translation>Objekt löschen</translation>
    </message>
    <message>
      <source>Remove mask</source>
      <translation>Maske entfernen</translation>
    </message>
    <message>
      <source>Keep as anchor</source>
      <translation>Als Anker behalten</translation>
    </message>
    <message>
      <source>the clip has no sound.</source>
      <translation>der Clip hat keinen Ton.</translation>
    </message>
    <message>
      <source>The loudspeakers have failed, so the clip plays without sound.</source>
      <translation>Die Tonausgabe ist ausgefallen; der Clip läuft ohne Ton.</translation>
    </message>
    <message>
      <source>This is what you did on this clip last time. Save it as a project to keep it under a name.</source>
      <translation>Das ist die letzte Arbeit an diesem Clip. Als Projekt gespeichert, behält sie einen Namen.</translation>
    </message>
    <message>
      <source>Start afresh</source>
      <translation>Neu anfangen</translation>
    </message>
    <message>
      <source>Projects (*{ending})</source>
      <translation>Projekte (*{ending})</translation>
    </message>
    <message>
      <source>Saving…</source>
      <translation>Wird gespeichert …</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Gespeichert</translation>
    </message>
    <message>
      <source>Kept for recovery</source>
      <translation>Gesichert</translation>
    </message>
    <message>
      <source>{message} Until then your work is kept where it was.</source>
      <translation>{message} Bis dahin wird die Arbeit dort gespeichert, wo sie bisher war.</translation>
    </message>
    <message>
      <source>Save as…</source>
      <translation>Speichern unter …</translation>
    </message>
    <message>
      <source>Not saved</source>
      <translation>Nicht gespeichert</translation>
    </message>
    <message>
      <source>{message} Your work stays in memory, and saving is tried again.</source>
      <translation>{message} Die Arbeit bleibt im Speicher, und das Speichern wird wiederholt.</translation>
    </message>
    <message>
      <source>Propagate forwards</source>
      <translation>Vorwärts propagieren</translation>
    </message>
    <message>
      <source>Propagate backwards</source>
      <translation>Rückwärts propagieren</translation>
    </message>
    <message>
      <source>Propagate one frame</source>
      <translation>Ein Bild propagieren</translation>
    </message>
    <message>
      <source>The run begins once the shape is finished (Enter) or given up (Esc).</source>
      <translation>Der Durchlauf beginnt, sobald die Form fertig (Enter) oder aufgegeben (Esc) ist.</translation>
    </message>
    <message>
      <source>Loading the network…</source>
      <translation>Das Netz wird geladen …</translation>
    </message>
    <message>
      <source>{done} of {total} frames</source>
      <translation>{done} von {total} Bildern</translation>
    </message>
    <message>
      <source>{done} frames</source>
      <translation>{done} Bilder</translation>
    </message>
    <message>
      <source>{rate} frames/s</source>
      <translation>{rate} Bilder/s</translation>
    </message>
    <message>
      <source>The run has stopped; the masks made so far are kept. {why}</source>
      <translation>Der Durchlauf ist abgebrochen; die bisherigen Masken bleiben. {why}</translation>
    </message>
    <message>
      <source>Add take</source>
      <translation>Fassung anlegen</translation>
    </message>
    <message>
      <source>Delete {name}</source>
      <translation>{name} löschen</translation>
    </message>
    <message>
      <source>Use {name}</source>
      <translation>{name} verwenden</translation>
    </message>
    <message>
      <source>it is the only one.</source>
      <translation>es ist die einzige.</translation>
    </message>
    <message>
      <source>it counts there already.</source>
      <translation>sie gilt dort schon.</translation>
    </message>
    <message>
      <source>mask an object first.</source>
      <translation>erst ein Objekt maskieren.</translation>
    </message>
    <message>
      <source>Looking at the clip…</source>
      <translation>Der Clip wird angesehen …</translation>
    </message>
    <message>
      <source>{done} of {total} frames  ·  {rate:.1f} frames/s  ·  {left}</source>
      <translation>{done} von {total} Bildern  ·  {rate:.1f} Bilder/s  ·  {left}</translation>
    </message>
    <message>
      <source>Filling frame {index}…</source>
      <translation>Bild {index} wird gefüllt …</translation>
    </message>
    <message>
      <source>Stop rendering</source>
      <translation>Rendern abbrechen</translation>
    </message>
    <message numerus="yes">
      <source>%n frames have no mask, so nothing is removed there.</source>
      <translation>
        <numerusform>%n Bild hat keine Maske; dort wird nichts entfernt.</numerusform>
        <numerusform>%n Bilder haben keine Maske; dort wird nichts entfernt.</numerusform>
      </translation>
    </message>
    <message>
      <source>Rendered: {share:.0%} of what was hidden is seen in other frames.</source>
      <translation>Gerendert: {share:.0%} des Verdeckten ist in anderen Bildern zu sehen.</translation>
    </message>
    <message>
      <source>What was rendered here is out of date, or of another take.</source>
      <translation>Was hier gerendert wurde, ist veraltet oder von einer anderen Fassung.</translation>
    </message>
    <message>
      <source>LaMa's weights, about 200 MB, are downloaded when you render.</source>
      <translation>Beim Rendern werden die Gewichte von LaMa geladen, etwa 200 MB.</translation>
    </message>
    <message>
      <source>Not rendered yet: single frames are shown as they come.</source>
      <translation>Noch nicht gerendert: Einzelne Bilder erscheinen, sobald sie fertig sind.</translation>
    </message>
    <message>
      <source>Draw over the object first, with the left button; then over what does not belong to it, with the right one.</source>
      <translation>Erst mit der linken Taste über das Objekt zeichnen, dann mit der rechten über das, was nicht dazugehört.</translation>
    </message>
    <message>
      <source>{name} is no longer at {folder}. If it was moved, open it from where it is now.</source>
      <translation>{name} ist nicht mehr in {folder}. Wurde es verschoben, dort öffnen, wo es jetzt ist.</translation>
    </message>
    <message>
      <source>Remove from list</source>
      <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
      <source>Set in and out points</source>
      <translation>In- und Out-Punkt setzen</translation>
    </message>
    <message>
      <source>Add {name}</source>
      <translation>{name} hinzufügen</translation>
    </message>
    <message>
      <source>Import masks</source>
      <translation>Masken importieren</translation>
    </message>
    <message>
      <source>Object {label}</source>
      <translation>Objekt {label}</translation>
    </message>
    <message>
      <source>Add objects</source>
      <translation>Objekte hinzufügen</translation>
    </message>
    <message>
      <source>Take the scribble tool</source>
      <translation>Kritzel-Werkzeug nehmen</translation>
    </message>
    <message>
      <source>It finds an object's outline from a rough line. Click it, or press S.</source>
      <translation>Es findet aus einem groben Strich den Umriss eines Objekts. Anklicken oder S drücken.</translation>
    </message>
    <message>
      <source>Draw a line over the car</source>
      <translation>Einen Strich über das Auto ziehen</translation>
    </message>
    <message>
      <source>From the bonnet to the boot is enough. What is still missing, a further line adds.</source>
      <translation>Von der Haube bis zum Heck genügt. Was noch fehlt, ergänzt ein weiterer Strich.</translation>
    </message>
    <message>
      <source>The mask of this one frame is carried through the whole clip.</source>
      <translation>Die Maske dieses einen Bildes wird durch den ganzen Clip getragen.</translation>
    </message>
    <message>
      <source>Watch it run</source>
      <translation>Zusehen</translation>
    </message>
    <message>
      <source>It takes some seconds. You may pause it, paint meanwhile, or stop it with Esc; what is done stays.</source>
      <translation>Das dauert einige Sekunden. Anhalten, währenddessen malen oder mit Esc stoppen geht; was fertig ist, bleibt.</translation>
    </message>
    <message>
      <source>Look where it was unsure</source>
      <translation>Ansehen, wo es unsicher war</translation>
    </message>
    <message>
      <source>This goes to the frame of which the network is least sure. The key is D.</source>
      <translation>Das führt zu dem Bild, bei dem das Netz am unsichersten ist. Die Taste ist D.</translation>
    </message>
    <message>
      <source>Correct the mask</source>
      <translation>Maske korrigieren</translation>
    </message>
    <message>
      <source>Draw over what is missing; the right button takes away what is too much. The frame becomes an anchor.</source>
      <translation>Über Fehlendes zeichnen; die rechte Taste nimmt weg, was zu viel ist. Das Bild wird ein Anker.</translation>
    </message>
    <message>
      <source>Only the frames that your correction has outdated are computed again, from both sides.</source>
      <translation>Nur die durch die Korrektur veralteten Bilder werden neu berechnet, von beiden Seiten.</translation>
    </message>
    <message>
      <source>Remove it, or export it</source>
      <translation>Entfernen oder exportieren</translation>
    </message>
    <message>
      <source>Take the car out of the picture, or export it with a transparent background. That was all.</source>
      <translation>Das Auto aus dem Bild nehmen oder mit durchsichtigem Hintergrund exportieren. Das war alles.</translation>
    </message>
    <message>
      <source>No PNG in {folder} is named after a frame of this clip ({first}.png and so on), and there are not as many as frames; rename them, or choose another folder.</source>
      <translation>Kein PNG in {folder} heißt wie ein Bild dieses Clips ({first}.png und so weiter), und es sind nicht so viele wie Bilder; umbenennen oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>There was not enough memory for this; close other programs, or choose a smaller working size.</source>
      <translation>Dafür reichte der Speicher nicht; andere Programme schließen oder eine kleinere Arbeitsgröße wählen.</translation>
    </message>
    <message>
      <source>Something went wrong that should not have; what was done is kept. Copy the details and report them, please.</source>
      <translation>Etwas ging schief, was nicht sollte; was getan war, bleibt. Bitte die Einzelheiten kopieren und melden.</translation>
    </message>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
    <message>
      <source>Tool options</source>
      <translation>Werkzeugoptionen</translation>
    </message>
    <message>
      <source>How large the picture is shown</source>
      <translation>Wie groß das Bild gezeigt wird</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Ansicht</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Clip</source>
      <translation>Clip</translation>
    </message>
    <message>
      <source>Open recent</source>
      <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
      <source>There is no file {path}; check its name, or choose another.</source>
      <translation>Die Datei {path} gibt es nicht; den Namen prüfen oder eine andere wählen.</translation>
    </message>
    <message>
      <source>{name} may not be read; change its permissions, or choose another file.</source>
      <translation>{name} darf nicht gelesen werden; die Rechte ändern oder eine andere Datei wählen.</translation>
    </message>
    <message>
      <source>{name} is not a video that can be read, or its end is missing; copy it again or choose another file.</source>
      <translation>{name} ist kein lesbares Video, oder das Ende fehlt; noch einmal kopieren oder eine andere Datei wählen.</translation>
    </message>
    <message>
      <source>{name} holds no video that can be decoded; choose a video file.</source>
      <translation>{name} enthält kein Video, das sich dekodieren lässt; eine Videodatei wählen.</translation>
    </message>
    <message>
      <source>No picture of {name} can be decoded; copy it again or choose another file.</source>
      <translation>Kein Bild von {name} lässt sich dekodieren; noch einmal kopieren oder eine andere Datei wählen.</translation>
    </message>
    <message>
      <source>Frame {index} of {name} cannot be decoded; check that the file is still there and whole.</source>
      <translation>Bild {index} von {name} lässt sich nicht dekodieren; prüfen, ob die Datei noch da und vollständig ist.</translation>
    </message>
    <message>
      <source>{name} holds no pictures; choose a folder of JPEG or PNG files, or a video.</source>
      <translation>{name} enthält keine Bilder; einen Ordner mit JPEG- oder PNG-Dateien oder ein Video wählen.</translation>
    </message>
    <message>
      <source>{name} is {width} x {height} pixels but {first} {due_width} x {due_height}; give all pictures of the folder one size.</source>
      <translation>{name} hat {width} x {height} Pixel, {first} aber {due_width} x {due_height}; allen Bildern des Ordners eine Größe geben.</translation>
    </message>
    <message>
      <source>The clip {path} cannot be read: {why}; choose one that can be opened.</source>
      <translation>Der Clip {path} lässt sich nicht lesen: {why}; einen wählen, der sich öffnen lässt.</translation>
    </message>
    <message>
      <source>There is no project {path}; choose one that exists.</source>
      <translation>Das Projekt {path} gibt es nicht; ein vorhandenes wählen.</translation>
    </message>
    <message>
      <source>{path} is not a project; choose a folder that ends in .mvos.</source>
      <translation>{path} ist kein Projekt; einen Ordner wählen, der auf .mvos endet.</translation>
    </message>
    <message>
      <source>The project {path} was saved by a newer version of this program; update the program to open it.</source>
      <translation>Das Projekt {path} wurde von einer neueren Version dieses Programms gespeichert; zum Öffnen das Programm aktualisieren.</translation>
    </message>
    <message>
      <source>The folder {path} holds other things than a project; choose another name.</source>
      <translation>Der Ordner {path} enthält anderes als ein Projekt; einen anderen Namen wählen.</translation>
    </message>
    <message>
      <source>{path} is a file, and a project is a folder; choose another name.</source>
      <translation>{path} ist eine Datei, ein Projekt aber ein Ordner; einen anderen Namen wählen.</translation>
    </message>
    <message>
      <source>The program's file resources/{name} is missing; install mobilevos-studio again.</source>
      <translation>Die Programmdatei resources/{name} fehlt; mobilevos-studio neu installieren.</translation>
    </message>
    <message>
      <source>There is no mask file {path}; choose one that exists.</source>
      <translation>Die Maskendatei {path} gibt es nicht; eine vorhandene wählen.</translation>
    </message>
    <message>
      <source>The mask file {path} cannot be read: {why}.</source>
      <translation>Die Maskendatei {path} lässt sich nicht lesen: {why}.</translation>
    </message>
    <message>
      <source>The mask {name} is not a readable picture; {advice}.</source>
      <translation>Die Maske {name} ist kein lesbares Bild; {advice}.</translation>
    </message>
    <message>
      <source>The mask {name} is a JPEG, which blurs labels; {advice}.</source>
      <translation>Die Maske {name} ist ein JPEG, das Nummern verwischt; {advice}.</translation>
    </message>
    <message>
      <source>The mask {name} holds values of more than 8 bits or of no known kind; {advice}.</source>
      <translation>Die Maske {name} enthält Werte mit mehr als 8 Bit oder von unbekannter Art; {advice}.</translation>
    </message>
    <message>
      <source>The mask {name} has colours that stand for no object; {advice}.</source>
      <translation>Die Maske {name} hat Farben, die für kein Objekt stehen; {advice}.</translation>
    </message>
    <message>
      <source>The mask {name} has too many colours to be a mask; {advice}.</source>
      <translation>Die Maske {name} hat zu viele Farben für eine Maske; {advice}.</translation>
    </message>
    <message>
      <source>save it as a palette PNG or an 8-bit grey PNG whose values are the objects' numbers</source>
      <translation>als PNG mit Palette oder in 8-Bit-Grau speichern, dessen Werte die Nummern der Objekte sind</translation>
    </message>
    <message>
      <source>The mask {name} is {width} by {height} pixels and the clip {due_width} by {due_height}; use a mask that was made on a frame of this clip.</source>
      <translation>Die Maske {name} hat {width} mal {height} Pixel, der Clip {due_width} mal {due_height}; eine Maske nehmen, die auf einem Bild dieses Clips entstand.</translation>
    </message>
    <message>
      <source>The mask {name} is empty; it must hold at least one object.</source>
      <translation>Die Maske {name} ist leer; sie muss mindestens ein Objekt enthalten.</translation>
    </message>
    <message>
      <source>The matte {name} is {width} by {height} pixels and the clip {due_width} by {due_height}; use one with the clip's proportions.</source>
      <translation>Die Matte {name} hat {width} mal {height} Pixel, der Clip {due_width} mal {due_height}; eine mit dem Seitenverhältnis des Clips nehmen.</translation>
    </message>
    <message>
      <source>The matte {name} is in colour, and a matte is black, white and grey; label maps in colours are imported as a folder of masks.</source>
      <translation>Die Matte {name} ist farbig, eine Matte aber schwarz, weiß und grau; farbige Label-Bilder werden als Ordner mit Masken importiert.</translation>
    </message>
    <message>
      <source>LaMa needs the package simple-lama-inpainting; {advice}.</source>
      <translation>LaMa braucht das Paket simple-lama-inpainting; {advice}.</translation>
    </message>
    <message>
      <source>install it with “pip install mobilevos-studio[lama]” or choose the method temporal</source>
      <translation>mit „pip install mobilevos-studio[lama]“ installieren oder das Verfahren „Aus anderen Bildern“ wählen</translation>
    </message>
    <message>
      <source>There is no LaMa model at {path}; set LAMA_MODEL to its file.</source>
      <translation>Unter {path} liegt kein LaMa-Modell; LAMA_MODEL auf dessen Datei setzen.</translation>
    </message>
    <message>
      <source>LaMa's weights cannot be downloaded; connect to the network, or set LAMA_MODEL to a file that you have.</source>
      <translation>Die Gewichte von LaMa lassen sich nicht herunterladen; mit dem Netz verbinden oder LAMA_MODEL auf eine vorhandene Datei setzen.</translation>
    </message>
    <message>
      <source>{path} cannot be loaded as LaMa ({why}); get the file anew.</source>
      <translation>{path} lässt sich nicht als LaMa laden ({why}); die Datei neu beschaffen.</translation>
    </message>
    <message>
      <source>No object is chosen; choose one that is to be removed.</source>
      <translation>Kein Objekt ist gewählt; eines wählen, das entfernt werden soll.</translation>
    </message>
    <message>
      <source>The rendering is too large to be kept for looking at; render a shorter range, or export.</source>
      <translation>Das Gerenderte ist zu groß, um es zum Ansehen zu behalten; einen kürzeren Bereich rendern oder exportieren.</translation>
    </message>
    <message>
      <source>There are no objects to export; mask one first.</source>
      <translation>Es gibt keine Objekte zu exportieren; zuerst eines maskieren.</translation>
    </message>
    <message>
      <source>{name} is there already; choose another name, or have it replaced.</source>
      <translation>{name} gibt es schon; einen anderen Namen wählen oder ersetzen lassen.</translation>
    </message>
    <message>
      <source>{name} is a folder; choose another name for the film.</source>
      <translation>{name} ist ein Ordner; einen anderen Namen für den Film wählen.</translation>
    </message>
    <message>
      <source>{path} is the clip itself; choose another name.</source>
      <translation>{path} ist der Clip selbst; einen anderen Namen wählen.</translation>
    </message>
    <message>
      <source>There is no {{{token}}} for names here; use {known}.</source>
      <translation>{{{token}}} gibt es hier für Namen nicht; möglich sind {known}.</translation>
    </message>
    <message>
      <source>A brace in “{template}” stands alone; tokens are written like {{clip}}.</source>
      <translation>Eine Klammer in „{template}“ steht allein; Platzhalter schreibt man wie {{clip}}.</translation>
    </message>
    <message>
      <source>Two files would have the same name; put {{object}} or {{label}} into it.</source>
      <translation>Zwei Dateien hießen gleich; {{object}} oder {{label}} in den Namen setzen.</translation>
    </message>
    <message>
      <source>{name} is the name of a film, and PNG files go into a folder; leave its suffix out.</source>
      <translation>{name} ist der Name eines Films, PNG-Dateien kommen aber in einen Ordner; die Endung weglassen.</translation>
    </message>
    <message>
      <source>{codec} goes into a file that ends in {suffixes}, not {suffix}; rename it.</source>
      <translation>{codec} kommt in eine Datei, die auf {suffixes} endet, nicht auf {suffix}; umbenennen.</translation>
    </message>
    <message>
      <source>“{text}” is no background; choose {known}, a colour such as #3366cc, blur or grey.</source>
      <translation>„{text}“ ist kein Hintergrund; {known}, eine Farbe wie #3366cc, blur oder grey wählen.</translation>
    </message>
    <message>
      <source>The clip has no sound.</source>
      <translation>Der Clip hat keinen Ton.</translation>
    </message>
    <message>
      <source>The clip has no sound that can be read.</source>
      <translation>Der Clip hat keinen Ton, der sich lesen lässt.</translation>
    </message>
    <message>
      <source>Sound: {how}.</source>
      <translation>Ton: {how}.</translation>
    </message>
    <message>
      <source>copied as it is ({codec})</source>
      <translation>unverändert kopiert ({codec})</translation>
    </message>
    <message>
      <source>{codec} encoded anew as {other}</source>
      <translation>{codec}, neu kodiert als {other}</translation>
    </message>
    <message>
      <source>mixed to stereo</source>
      <translation>auf Stereo gemischt</translation>
    </message>
    <message>
      <source>only the first of {n} sound tracks is taken</source>
      <translation>nur die erste von {n} Tonspuren wird übernommen</translation>
    </message>
    <message>
      <source>{codec} has even sides: {width} × {height} pixels become {even_width} × {even_height} by repeating the last column or row; ProRes, VP9, FFV1 and PNG keep the size.</source>
      <translation>{codec} hat gerade Seiten: Aus {width} × {height} Pixeln werden {even_width} × {even_height}, indem sich die letzte Spalte oder Zeile wiederholt; ProRes, VP9, FFV1 und PNG behalten die Größe.</translation>
    </message>
    <message>
      <source>The clip's pixels are {shape} and not square, which {codec} files do not say; tell the program that opens them, or export as H.264, H.265 or ProRes.</source>
      <translation>Die Pixel des Clips sind {shape} und nicht quadratisch, was Dateien in {codec} nicht sagen; es dem Programm mitteilen, das sie öffnet, oder als H.264, H.265 oder ProRes exportieren.</translation>
    </message>
    <message>
      <source>Constant {rate} frames/s: frames are repeated or left out to keep time.</source>
      <translation>Fest {rate} Bilder/s: Damit die Zeit stimmt, werden Bilder wiederholt oder ausgelassen.</translation>
    </message>
    <message>
      <source>The clip's frames are not equally long, and keep their own times; give a rate to make them so.</source>
      <translation>Die Bilder des Clips sind nicht gleich lang und behalten ihre Zeiten; mit einem festen Takt werden sie es.</translation>
    </message>
    <message>
      <source>The clip's frames are not equally long, which a folder of pictures cannot say.</source>
      <translation>Die Bilder des Clips sind nicht gleich lang, was ein Ordner mit Bildern nicht sagen kann.</translation>
    </message>
    <message>
      <source>The clip's high dynamic range is brought down to BT.709.</source>
      <translation>Der hohe Dynamikumfang (HDR) des Clips wird auf BT.709 gebracht.</translation>
    </message>
    <message>
      <source>films blur label maps</source>
      <translation>Filme verwischen Label-Bilder</translation>
    </message>
    <message>
      <source>films blur masks; a matte may be one</source>
      <translation>Filme verwischen Masken; eine Matte darf einer sein</translation>
    </message>
    <message>
      <source>{codec} stores no alpha</source>
      <translation>{codec} speichert kein Alpha</translation>
    </message>
    <message>
      <source>The disk of {path} is full; make room or choose another one.</source>
      <translation>Der Datenträger von {path} ist voll; Platz schaffen oder einen anderen wählen.</translation>
    </message>
    <message>
      <source>{path} may not be written to; choose another folder.</source>
      <translation>In {path} darf nicht geschrieben werden; einen anderen Ordner wählen.</translation>
    </message>
    <message>
      <source>{name} cannot be written ({why}); choose another folder or settings.</source>
      <translation>{name} lässt sich nicht schreiben ({why}); einen anderen Ordner oder andere Einstellungen wählen.</translation>
    </message>
    <message>
      <source>{what} cannot be written to {path} ({why}); choose another place or free some space.</source>
      <translation>{what}: Nach {path} lässt sich nicht schreiben ({why}); einen anderen Ort wählen oder Platz schaffen.</translation>
    </message>
    <message>
      <source>The folder {path} cannot be made ({why}); choose another place.</source>
      <translation>Der Ordner {path} lässt sich nicht anlegen ({why}); einen anderen Ort wählen.</translation>
    </message>
    <message>
      <source>There is no folder {path}; make it or choose another one.</source>
      <translation>Den Ordner {path} gibt es nicht; ihn anlegen oder einen anderen wählen.</translation>
    </message>
    <message>
      <source>{name} was not written whole; choose another disk and try again.</source>
      <translation>{name} wurde nicht vollständig geschrieben; einen anderen Datenträger wählen und noch einmal versuchen.</translation>
    </message>
    <message>
      <source>{name} would hold no frames; choose a longer range.</source>
      <translation>{name} enthielte keine Bilder; einen längeren Bereich wählen.</translation>
    </message>
    <message>
      <source>{name} was written, but is not what was rendered: {problems}. It was deleted; try again on another disk.</source>
      <translation>{name} wurde geschrieben, ist aber nicht, was gerendert wurde: {problems}. Es wurde gelöscht; auf einem anderen Datenträger noch einmal versuchen.</translation>
    </message>
    <message>
      <source>{name} was written, but is not what was rendered: {problems}. It was deleted; try again, on another disk or with another codec.</source>
      <translation>{name} wurde geschrieben, ist aber nicht, was gerendert wurde: {problems}. Es wurde gelöscht; auf einem anderen Datenträger oder mit einem anderen Codec noch einmal versuchen.</translation>
    </message>
    <message>
      <source>{names}: {pictures} pictures, {size}, {checks} checks passed.</source>
      <translation>{names}: {pictures} Bilder, {size}, {checks} Prüfungen bestanden.</translation>
    </message>
    <message>
      <source>{names} and {n} more</source>
      <translation>{names} und {n} weitere</translation>
    </message>
    <message>
      <source>{found} of {due} frames decoded</source>
      <translation>{found} von {due} Bildern dekodiert</translation>
    </message>
    <message>
      <source>{found} of {due} pictures written</source>
      <translation>{found} von {due} Bildern geschrieben</translation>
    </message>
    <message>
      <source>{width} × {height} pixels, {due_width} × {due_height} wanted</source>
      <translation>{width} × {height} Pixel, verlangt {due_width} × {due_height}</translation>
    </message>
    <message>
      <source>frames shown at most {late} ms off their times</source>
      <translation>Bilder höchstens {late} ms neben ihrer Zeit</translation>
    </message>
    <message>
      <source>stored as {matrix}, {range} range</source>
      <translation>gespeichert als {matrix}, Wertebereich {range}</translation>
    </message>
    <message>
      <source>{what}: {kind} {verb} equal bit for bit</source>
      <translation>{what}: {kind} {verb} Bit für Bit gleich</translation>
    </message>
    <message>
      <source>{what}: {kind} at {found} dB, at least {due} wanted</source>
      <translation>{what}: {kind} bei {found} dB, verlangt mindestens {due}</translation>
    </message>
    <message>
      <source>first frame</source>
      <translation>erstes Bild</translation>
    </message>
    <message>
      <source>last frame</source>
      <translation>letztes Bild</translation>
    </message>
    <message>
      <source>colours</source>
      <translation>Farben</translation>
    </message>
    <message>
      <source>colours and alpha</source>
      <translation>Farben und Alpha</translation>
    </message>
    <message>
      <source>values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>are</source>
      <translation>sind</translation>
    </message>
    <message>
      <source>are not</source>
      <translation>sind nicht</translation>
    </message>
    <message>
      <source>no sound in these frames</source>
      <translation>in diesen Bildern kein Ton</translation>
    </message>
    <message>
      <source>the sound is missing</source>
      <translation>der Ton fehlt</translation>
    </message>
    <message>
      <source>sound ends {past} ms after the pictures, {due} ms in the source</source>
      <translation>der Ton endet {past} ms nach den Bildern, in der Quelle {due} ms</translation>
    </message>
    <message>
      <source>Clip without the objects</source>
      <translation>Clip ohne die Objekte</translation>
    </message>
    <message>
      <source>Objects cut out, with alpha</source>
      <translation>Objekte freigestellt, mit Alpha</translation>
    </message>
    <message>
      <source>Objects before another background</source>
      <translation>Objekte vor anderem Hintergrund</translation>
    </message>
    <message>
      <source>Clip with the objects tinted</source>
      <translation>Clip mit eingefärbten Objekten</translation>
    </message>
    <message>
      <source>Matte, white on black</source>
      <translation>Matte, weiß auf schwarz</translation>
    </message>
    <message>
      <source>Masks, black and white</source>
      <translation>Masken, schwarzweiß</translation>
    </message>
    <message>
      <source>Label maps, palette PNGs (DAVIS)</source>
      <translation>Label-Bilder, Paletten-PNGs (DAVIS)</translation>
    </message>
    <message>
      <source>from other frames; what none shows is invented once and carried along</source>
      <translation>aus anderen Bildern; was keines zeigt, wird einmal erfunden und mitgeführt</translation>
    </message>
    <message>
      <source>the same, with LaMa as the inventor</source>
      <translation>dasselbe, mit LaMa als Erfinder</translation>
    </message>
    <message>
      <source>LaMa on every frame by itself</source>
      <translation>LaMa für jedes Bild einzeln</translation>
    </message>
    <message>
      <source>instant preview by fast marching</source>
      <translation>sofortige Vorschau durch Fast Marching</translation>
    </message>
    <message>
      <source>instant preview by fluid dynamics</source>
      <translation>sofortige Vorschau durch Strömungsrechnung</translation>
    </message>
    <message>
      <source>the clip's name without suffix</source>
      <translation>der Name des Clips ohne Endung</translation>
    </message>
    <message>
      <source>what it shows, such as cutout</source>
      <translation>was es zeigt, etwa cutout</translation>
    </message>
    <message>
      <source>the object's name, or “all”</source>
      <translation>der Name des Objekts oder „all“</translation>
    </message>
    <message>
      <source>the object's number, or “all”</source>
      <translation>die Nummer des Objekts oder „all“</translation>
    </message>
    <message>
      <source>first and last frame, such as 10-49</source>
      <translation>erstes und letztes Bild, etwa 10-49</translation>
    </message>
    <message>
      <source>such as prores4444</source>
      <translation>etwa prores4444</translation>
    </message>
    <message>
      <source>such as good</source>
      <translation>etwa good</translation>
    </message>
    <message>
      <source>Take {n}</source>
      <translation>Fassung {n}</translation>
    </message>
    <message>
      <source>Draft</source>
      <translation>Entwurf</translation>
    </message>
    <message>
      <source>Good</source>
      <translation>Gut</translation>
    </message>
    <message>
      <source>Best</source>
      <translation>Beste</translation>
    </message>
    <message>
      <source>Lossless</source>
      <translation>Verlustfrei</translation>
    </message>
    <message>
      <source>Only {name} was taken: one at a time can be dropped.</source>
      <translation>Nur {name} wurde genommen: Es geht eines auf einmal.</translation>
    </message>
    <message>
      <source>Masks are being made; those that are done stay.</source>
      <translation>Masken entstehen gerade; die fertigen bleiben.</translation>
    </message>
    <message>
      <source>A removal is being rendered; the frames that are done stay.</source>
      <translation>Ein Entfernen wird gerendert; die fertigen Bilder bleiben.</translation>
    </message>
    <message>
      <source>An export is being written; nothing of it stays.</source>
      <translation>Ein Export wird geschrieben; von ihm bleibt nichts.</translation>
    </message>
    <message>
      <source>Masks are being imported; none of them stays.</source>
      <translation>Masken werden importiert; keine davon bleibt.</translation>
    </message>
    <message>
      <source>A clip can have 254 objects in one session; save the project and open it again to add more.</source>
      <translation>Ein Clip kann in einer Sitzung 254 Objekte haben; für weitere das Projekt speichern und neu öffnen.</translation>
    </message>
    <message>
      <source>{clip} has changed since. Your masks were put aside as {place}; open that as a project.</source>
      <translation>{clip} hat sich seitdem geändert. Die Masken wurden als {place} beiseitegelegt; öffnen Sie das als Projekt.</translation>
    </message>
    <message>
      <source>{clip} has another size or another number of frames than the clip of this project, so the masks do not fit it; choose the clip that they were made on.</source>
      <translation>{clip} hat eine andere Größe oder Bildzahl als der Clip dieses Projekts, sodass die Masken nicht passen; den Clip wählen, für den sie gemacht sind.</translation>
    </message>
    <message>
      <source>{problem} It was put aside as {place}.</source>
      <translation>{problem} Es wurde als {place} beiseitegelegt.</translation>
    </message>
    <message>
      <source>The settings of the removal are not understood ({why}); the usual ones are used.</source>
      <translation>Die Einstellungen zum Entfernen sind unverständlich ({why}); es gelten die üblichen.</translation>
    </message>
    <message>
      <source>The clip plays without sound, because Qt's multimedia library cannot be loaded ({error}).</source>
      <translation>Der Clip läuft ohne Ton, weil Qts Multimedia-Bibliothek nicht geladen werden kann ({error}).</translation>
    </message>
    <message>
      <source>The clip plays without sound, because no loudspeakers were found.</source>
      <translation>Der Clip läuft ohne Ton, weil keine Lautsprecher gefunden wurden.</translation>
    </message>
    <message>
      <source>The clip plays without sound, because {device} cannot play stereo.</source>
      <translation>Der Clip läuft ohne Ton, weil {device} kein Stereo spielen kann.</translation>
    </message>
    <message>
      <source>Copy details</source>
      <translation>Einzelheiten kopieren</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Quality against speed</source>
      <translation>Qualität gegen Tempo</translation>
    </message>
    <message>
      <source>To the left the masks come sooner, to the right they are finer</source>
      <translation>Links kommen die Masken schneller, rechts werden sie feiner</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>Faster</source>
      <translation>Schneller</translation>
    </message>
    <message>
      <source>Finer</source>
      <translation>Feiner</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>A frame</source>
      <translation>Je Bild</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Disk</source>
      <translation>Platte</translation>
    </message>
    <message>
      <source> px</source>
      <translation> px</translation>
    </message>
    <message>
      <source>The short side of the picture that the network sees</source>
      <translation>Die kurze Seite des Bildes, das das Netz sieht</translation>
    </message>
    <message>
      <source>The network: mobilevos-lite is smaller, faster and less accurate</source>
      <translation>Das Netz: mobilevos-lite ist kleiner, schneller und weniger genau</translation>
    </message>
    <message>
      <source>What the network computes on</source>
      <translation>Worauf das Netz rechnet</translation>
    </message>
    <message>
      <source>Follow small objects</source>
      <translation>Kleinen Objekten folgen</translation>
    </message>
    <message>
      <source>The network zooms in on the part of each frame around small objects: finer, and a little slower</source>
      <translation>Das Netz vergrößert in jedem Bild den Teil um kleine Objekte: feiner und etwas langsamer</translation>
    </message>
    <message>
      <source>Working size</source>
      <translation>Arbeitsgröße</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Advanced</source>
      <translation>Erweitert</translation>
    </message>
    <message>
      <source>Processor (CPU)</source>
      <translation>Prozessor (CPU)</translation>
    </message>
    <message>
      <source>NVIDIA card (CUDA)</source>
      <translation>NVIDIA-Karte (CUDA)</translation>
    </message>
    <message>
      <source>Apple GPU (MPS)</source>
      <translation>Apple-GPU (MPS)</translation>
    </message>
    <message>
      <source>The fastest here</source>
      <translation>Das schnellste hier</translation>
    </message>
    <message>
      <source>Fast</source>
      <translation>Schnell</translation>
    </message>
    <message>
      <source>Balanced</source>
      <translation>Ausgewogen</translation>
    </message>
    <message>
      <source>Fine</source>
      <translation>Fein</translation>
    </message>
    <message>
      <source>Custom</source>
      <translation>Eigene</translation>
    </message>
    <message>
      <source>{model} at {size} pixels</source>
      <translation>{model} mit {size} Pixeln</translation>
    </message>
    <message>
      <source>about {}</source>
      <translation>etwa {}</translation>
    </message>
    <message>
      <source>measuring…</source>
      <translation>misst …</translation>
    </message>
    <message>
      <source>Not measured on this computer yet; that is done as soon as nothing else is to do</source>
      <translation>Auf diesem Rechner noch nicht gemessen; das geschieht, sobald nichts anderes zu tun ist</translation>
    </message>
    <message>
      <source>Measured on this computer, at this quality</source>
      <translation>Auf diesem Rechner mit dieser Qualität gemessen</translation>
    </message>
    <message>
      <source>Estimated from what was measured on this computer at another quality or with other clips</source>
      <translation>Geschätzt aus Messungen auf diesem Rechner mit anderer Qualität oder anderen Clips</translation>
    </message>
    <message>
      <source>Of the whole program, without the frames that it keeps for scrubbing</source>
      <translation>Des ganzen Programms, ohne die zum Blättern behaltenen Bilder</translation>
    </message>
    <message>
      <source>Estimated from the working size and the number of objects</source>
      <translation>Geschätzt aus Arbeitsgröße und Zahl der Objekte</translation>
    </message>
    <message>
      <source>All masks of this clip in a project</source>
      <translation>Alle Masken dieses Clips in einem Projekt</translation>
    </message>
    <message>
      <source>Estimated from the masks that there are</source>
      <translation>Geschätzt aus den vorhandenen Masken</translation>
    </message>
    <message>
      <source>Estimated from masks of other clips</source>
      <translation>Geschätzt aus Masken anderer Clips</translation>
    </message>
    <message>
      <source>less than a second</source>
      <translation>weniger als eine Sekunde</translation>
    </message>
    <message>
      <source>{n} s</source>
      <translation>{n} s</translation>
    </message>
    <message>
      <source>{n} min</source>
      <translation>{n} min</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation>{hours} h {minutes} min</translation>
    </message>
    <message>
      <source>under 1 MB</source>
      <translation>unter 1 MB</translation>
    </message>
    <message>
      <source>{n} MB</source>
      <translation>{n} MB</translation>
    </message>
    <message>
      <source>{n} GB</source>
      <translation>{n} GB</translation>
    </message>
    <message>
      <source>{n} ms</source>
      <translation>{n} ms</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>Grün</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>Blau</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Schwarz</translation>
    </message>
    <message>
      <source>White</source>
      <translation>Weiß</translation>
    </message>
    <message>
      <source>The clip, blurred</source>
      <translation>Der Clip, unscharf</translation>
    </message>
    <message>
      <source>The clip, grey</source>
      <translation>Der Clip, grau</translation>
    </message>
    <message>
      <source>Choose one, or write a colour such as #3366cc</source>
      <translation>Einen wählen oder eine Farbe wie #3366cc schreiben</translation>
    </message>
    <message>
      <source>Only what is ticked is exported</source>
      <translation>Nur Angehaktes wird exportiert</translation>
    </message>
    <message>
      <source>A file for each object</source>
      <translation>Eine Datei je Objekt</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Was</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Objects</source>
      <translation>Objekte</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Wachsen</translation>
    </message>
    <message>
      <source>Move the edge outwards; negative to shrink the mask</source>
      <translation>Die Kante nach außen schieben; negativ: schrumpfen</translation>
    </message>
    <message>
      <source>Feather</source>
      <translation>Weich</translation>
    </message>
    <message>
      <source>Soften the edge over so many pixels</source>
      <translation>Die Kante über so viele Pixel weichzeichnen</translation>
    </message>
    <message>
      <source>Steady</source>
      <translation>Ruhig</translation>
    </message>
    <message>
      <source>Calm the edge over so many frames before and after</source>
      <translation>Die Kante über so viele Bilder davor und danach beruhigen</translation>
    </message>
    <message>
      <source> frames</source>
      <translation> Bilder</translation>
    </message>
    <message>
      <source>Edge</source>
      <translation>Kante</translation>
    </message>
    <message>
      <source>Comes on top of each object's own matte.</source>
      <translation>Kommt zur Matte jedes Objekts hinzu.</translation>
    </message>
    <message>
      <source>PNG files in a folder</source>
      <translation>PNG-Dateien in einem Ordner</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Frames</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Timeline for editors (.otio)</source>
      <translation>Zeitleiste für den Schnitt (.otio)</translation>
    </message>
    <message>
      <source>OpenTimelineIO: the clip with its in and out points, and the result above it</source>
      <translation>OpenTimelineIO: der Clip mit In- und Out-Punkt, das Ergebnis darüber</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Mit</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Wählen …</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>What stands in braces is filled in:
{tokens}</source>
      <translation>Was in geschweiften Klammern steht, wird eingesetzt:
{tokens}</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Will be written</source>
      <translation>Geschrieben wird</translation>
    </message>
    <message>
      <source>Add to queue</source>
      <translation>In die Liste</translation>
    </message>
    <message>
      <source>In to out: {start} – {end}</source>
      <translation>In bis Out: {start} – {end}</translation>
    </message>
    <message numerus="yes">
      <source>Whole clip: %n frames</source>
      <translation>
        <numerusform>Ganzer Clip: %n Bild</numerusform>
        <numerusform>Ganzer Clip: %n Bilder</numerusform>
      </translation>
    </message>
    <message>
      <source>Times as in the clip</source>
      <translation>Zeiten wie im Clip</translation>
    </message>
    <message>
      <source>Constant {rate:.5g} frames/s</source>
      <translation>Fest {rate:.5g} Bilder/s</translation>
    </message>
    <message>
      <source>The clip has no sound</source>
      <translation>Der Clip hat keinen Ton</translation>
    </message>
    <message>
      <source>and {n} more</source>
      <translation>und {n} weitere</translation>
    </message>
    <message>
      <source>No object is ticked; tick one that is to be exported.</source>
      <translation>Kein Objekt ist angehakt; eines anhaken, das exportiert werden soll.</translation>
    </message>
    <message>
      <source>As chosen in the Removal panel, take by take</source>
      <translation>Wie im Bereich Entfernen gewählt, Fassung für Fassung</translation>
    </message>
    <message>
      <source>Not for this: {reason}</source>
      <translation>Nicht hierfür: {reason}</translation>
    </message>
    <message>
      <source>Export into</source>
      <translation>Exportieren nach</translation>
    </message>
    <message>
      <source>Frame {index}, {time}</source>
      <translation>Bild {index}, {time}</translation>
    </message>
    <message>
      <source>Frame {frame}, {time}</source>
      <translation>Bild {frame}, {time}</translation>
    </message>
    <message>
      <source>Frame {frame}, {time}: the network is {sure} sure</source>
      <translation>Bild {frame}, {time}: Das Netz ist zu {sure} sicher</translation>
    </message>
    <message>
      <source>{name}, frame {frame}: {state}</source>
      <translation>{name}, Bild {frame}: {state}</translation>
    </message>
    <message>
      <source>Leave the guide (Esc)</source>
      <translation>Führung verlassen (Esc)</translation>
    </message>
    <message>
      <source>Leave the guide</source>
      <translation>Führung verlassen</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} von {count}</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Skip</source>
      <translation>Überspringen</translation>
    </message>
    <message>
      <source>Confidence</source>
      <translation>Sicherheit</translation>
    </message>
    <message>
      <source>Paint, or set a corner</source>
      <translation>Malen oder eine Ecke setzen</translation>
    </message>
    <message>
      <source>Left button</source>
      <translation>Linke Taste</translation>
    </message>
    <message>
      <source>Right button, or Alt and the left</source>
      <translation>Rechte Taste oder Alt und die linke</translation>
    </message>
    <message>
      <source>Close the lasso</source>
      <translation>Lasso schließen</translation>
    </message>
    <message>
      <source>Enter, or a double click</source>
      <translation>Enter oder Doppelklick</translation>
    </message>
    <message>
      <source>Cancel a stroke or a lasso</source>
      <translation>Strich oder Lasso abbrechen</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Esc</translation>
    </message>
    <message>
      <source>Zoom to the cursor</source>
      <translation>Zum Zeiger vergrößern</translation>
    </message>
    <message>
      <source>Wheel, or pinch</source>
      <translation>Rad oder zwei Finger</translation>
    </message>
    <message>
      <source>Brush size</source>
      <translation>Pinselgröße</translation>
    </message>
    <message>
      <source>Ctrl and the wheel</source>
      <translation>Strg und Rad</translation>
    </message>
    <message>
      <source>Pan</source>
      <translation>Verschieben</translation>
    </message>
    <message>
      <source>Middle button, or Space and drag</source>
      <translation>Mittlere Taste oder Leertaste und ziehen</translation>
    </message>
    <message>
      <source>Zoom the timeline</source>
      <translation>Zeitleiste vergrößern</translation>
    </message>
    <message>
      <source>Ctrl and the wheel over it, or pinch</source>
      <translation>Strg und Rad darüber oder zwei Finger</translation>
    </message>
    <message>
      <source>Move along the timeline</source>
      <translation>Zeitleiste verschieben</translation>
    </message>
    <message>
      <source>Wheel over it</source>
      <translation>Rad darüber</translation>
    </message>
    <message>
      <source>Open a clip, project or masks</source>
      <translation>Clip, Projekt oder Masken öffnen</translation>
    </message>
    <message>
      <source>Drop them onto the window</source>
      <translation>Auf das Fenster ziehen</translation>
    </message>
    <message>
      <source>Mouse</source>
      <translation>Maus</translation>
    </message>
    <message>
      <source>Mask an object once, have it masked through the whole clip: on this computer, without a network connection.</source>
      <translation>Ein Objekt einmal maskieren und es durch den ganzen Clip maskiert bekommen: auf diesem Rechner, ohne Netzverbindung.</translation>
    </message>
    <message>
      <source>As it was opened</source>
      <translation>Wie geöffnet</translation>
    </message>
    <message>
      <source>What was done, step by step; Enter goes back or forwards to a step</source>
      <translation>Was getan wurde, Schritt für Schritt; Enter geht zu einem Schritt zurück oder vor</translation>
    </message>
    <message>
      <source>Stop this</source>
      <translation>Das abbrechen</translation>
    </message>
    <message>
      <source>less than a second left</source>
      <translation>noch weniger als eine Sekunde</translation>
    </message>
    <message>
      <source>{n} s left</source>
      <translation>noch {n} s</translation>
    </message>
    <message>
      <source>{n} min left</source>
      <translation>noch {n} min</translation>
    </message>
    <message>
      <source>{hours} h {minutes} min left</source>
      <translation>noch {hours} h {minutes} min</translation>
    </message>
    <message>
      <source>{n} objects</source>
      <translation>{n} Objekte</translation>
    </message>
    <message>
      <source>no mask</source>
      <translation>keine Maske</translation>
    </message>
    <message>
      <source>not in the picture</source>
      <translation>nicht im Bild</translation>
    </message>
    <message>
      <source>propagated</source>
      <translation>propagiert</translation>
    </message>
    <message>
      <source>stale: an anchor changed after it was computed</source>
      <translation>veraltet: seither hat sich ein Anker geändert</translation>
    </message>
    <message>
      <source>painted (an anchor)</source>
      <translation>gemalt (ein Anker)</translation>
    </message>
    <message>
      <source>Import matte</source>
      <translation>Matte importieren</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>A black and white film, or a folder of such pictures</source>
      <translation>Ein Schwarzweißfilm oder ein Ordner solcher Bilder</translation>
    </message>
    <message>
      <source>Film…</source>
      <translation>Film …</translation>
    </message>
    <message>
      <source>Folder…</source>
      <translation>Ordner …</translation>
    </message>
    <message>
      <source>Object</source>
      <translation>Objekt</translation>
    </message>
    <message>
      <source>Threshold</source>
      <translation>Schwelle</translation>
    </message>
    <message>
      <source>From this grey on, a pixel is the object's; only matters for soft edges</source>
      <translation>Ab diesem Grau gehört ein Pixel zum Objekt; wichtig nur bei weichen Kanten</translation>
    </message>
    <message>
      <source>The clip's frame that the matte begins at</source>
      <translation>Das Bild des Clips, bei dem die Matte beginnt</translation>
    </message>
    <message>
      <source>From frame</source>
      <translation>Ab Bild</translation>
    </message>
    <message>
      <source>New object</source>
      <translation>Neues Objekt</translation>
    </message>
    <message>
      <source>Choose a matte</source>
      <translation>Matte wählen</translation>
    </message>
    <message>
      <source>Choose a folder of mattes</source>
      <translation>Ordner mit Matten wählen</translation>
    </message>
    <message>
      <source>Grow, px</source>
      <translation>Wachsen, px</translation>
    </message>
    <message>
      <source>Feather, px</source>
      <translation>Weich, px</translation>
    </message>
    <message>
      <source>Fill holes, px</source>
      <translation>Löcher füllen, px</translation>
    </message>
    <message>
      <source>Close holes in the mask up to this diameter</source>
      <translation>Löcher der Maske bis zu diesem Durchmesser schließen</translation>
    </message>
    <message>
      <source>Despeckle, px</source>
      <translation>Flecken, px</translation>
    </message>
    <message>
      <source>Drop separate specks up to this diameter</source>
      <translation>Einzelne Flecken bis zu diesem Durchmesser weglassen</translation>
    </message>
    <message>
      <source>Steady, frames</source>
      <translation>Ruhig, Bilder</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Zurücksetzen</translation>
    </message>
    <message>
      <source>Show this object's masks as they are</source>
      <translation>Die Masken dieses Objekts zeigen, wie sie sind</translation>
    </message>
    <message>
      <source>Same for all objects</source>
      <translation>Für alle Objekte</translation>
    </message>
    <message>
      <source>Prepare all objects as this one</source>
      <translation>Alle Objekte wie dieses aufbereiten</translation>
    </message>
    <message>
      <source>Edges of {name}; its masks stay as they are.</source>
      <translation>Kanten von {name}; die Masken bleiben, wie sie sind.</translation>
    </message>
    <message>
      <source>Select an object to prepare its matte.</source>
      <translation>Ein Objekt wählen, um seine Matte aufzubereiten.</translation>
    </message>
    <message>
      <source>Choose another colour</source>
      <translation>Andere Farbe wählen</translation>
    </message>
    <message>
      <source>Colour of {name}</source>
      <translation>Farbe von {name}</translation>
    </message>
    <message>
      <source>{name}
Double-click to rename (F2)</source>
      <translation>{name}
Doppelklick zum Umbenennen (F2)</translation>
    </message>
    <message>
      <source>{name} is locked; unlock it to delete it</source>
      <translation>{name} ist gesperrt; zum Löschen freigeben</translation>
    </message>
    <message>
      <source>Delete from the whole clip: {name}</source>
      <translation>{name} aus dem ganzen Clip löschen</translation>
    </message>
    <message>
      <source>Rename {name}</source>
      <translation>{name} umbenennen</translation>
    </message>
    <message>
      <source>Recolour {name}</source>
      <translation>{name} umfärben</translation>
    </message>
    <message>
      <source>No object yet: add one to paint it.</source>
      <translation>Noch kein Objekt: eines hinzufügen, um es zu malen.</translation>
    </message>
    <message>
      <source>Part of the clip in sight</source>
      <translation>Sichtbarer Teil des Clips</translation>
    </message>
    <message>
      <source>The part in sight: drag it to move along, drag its edges to zoom, double-click for all</source>
      <translation>Der sichtbare Teil: ziehen verschiebt, an den Rändern ziehen vergrößert, Doppelklick zeigt alles</translation>
    </message>
    <message>
      <source>How loud the clip sounds</source>
      <translation>Wie laut der Clip klingt</translation>
    </message>
    <message>
      <source>Volume</source>
      <translation>Lautstärke</translation>
    </message>
    <message>
      <source>Frame {index} of {total}</source>
      <translation>Bild {index} von {total}</translation>
    </message>
    <message>
      <source>{n} dropped</source>
      <translation>{n} ausgelassen</translation>
    </message>
    <message>
      <source>{shown} of {due} frames were shown; the others could not be in time</source>
      <translation>{shown} von {due} Bildern wurden gezeigt; die anderen kamen nicht rechtzeitig</translation>
    </message>
    <message>
      <source>Clip or project</source>
      <translation>Clip oder Projekt</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Stand</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <source>Running</source>
      <translation>Läuft</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Gescheitert</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Export queue</source>
      <translation>Exportliste</translation>
    </message>
    <message>
      <source>Nothing waits. Add projects here, or an export with “Add to queue” in the export dialog.</source>
      <translation>Nichts wartet. Hier Projekte hinzufügen oder einen Export mit „In die Liste“ im Exportdialog.</translation>
    </message>
    <message>
      <source>What is exported of added projects</source>
      <translation>Was von hinzugefügten Projekten exportiert wird</translation>
    </message>
    <message>
      <source>Add a project…</source>
      <translation>Projekt hinzufügen …</translation>
    </message>
    <message>
      <source>Export a project (.mvos) from its in point to its out point, beside it</source>
      <translation>Ein Projekt (.mvos) von seinem In- bis zum Out-Punkt exportieren, daneben</translation>
    </message>
    <message>
      <source>Of added projects, export</source>
      <translation>Von hinzugefügten Projekten</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>Take out</source>
      <translation>Herausnehmen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Take the chosen rows out of the queue; without a choice, all that are over</source>
      <translation>Die gewählten Zeilen aus der Liste nehmen; ohne Wahl alle erledigten</translation>
    </message>
    <message>
      <source>Add a project: a folder that ends in .mvos</source>
      <translation>Projekt hinzufügen: ein Ordner, der auf .mvos endet</translation>
    </message>
    <message>
      <source>In point: drag it (I)</source>
      <translation>In-Punkt: ziehen (I)</translation>
    </message>
    <message>
      <source>Out point: drag it (O)</source>
      <translation>Out-Punkt: ziehen (O)</translation>
    </message>
    <message>
      <source>From other frames</source>
      <translation>Aus anderen Bildern</translation>
    </message>
    <message>
      <source>From other frames, LaMa for the rest</source>
      <translation>Aus anderen Bildern, LaMa für den Rest</translation>
    </message>
    <message>
      <source>LaMa, frame by frame</source>
      <translation>LaMa, Bild für Bild</translation>
    </message>
    <message>
      <source>Quick (Telea)</source>
      <translation>Schnell (Telea)</translation>
    </message>
    <message>
      <source>Quick (Navier–Stokes)</source>
      <translation>Schnell (Navier–Stokes)</translation>
    </message>
    <message>
      <source>Move the mask's edge outwards; negative to shrink it</source>
      <translation>Die Kante der Maske nach außen schieben; negativ: schrumpfen</translation>
    </message>
    <message>
      <source>Blend the fill in over so many pixels</source>
      <translation>Die Füllung über so viele Pixel einblenden</translation>
    </message>
    <message>
      <source>Shadow</source>
      <translation>Schatten</translation>
    </message>
    <message>
      <source>Take the object's shadow too: further right, fainter shadows</source>
      <translation>Den Schatten des Objekts mitnehmen: weiter rechts auch schwächere</translation>
    </message>
    <message>
      <source>Removal</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Take objects out of the picture</source>
      <translation>Objekte aus dem Bild nehmen</translation>
    </message>
    <message>
      <source>Take</source>
      <translation>Fassung</translation>
    </message>
    <message>
      <source>Ways of removing, side by side: each has settings and a rendering of its own</source>
      <translation>Arten zu entfernen, nebeneinander: jede mit eigenen Einstellungen und eigenem Rendern</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Compare with</source>
      <translation>Vergleichen mit</translation>
    </message>
    <message>
      <source>What lies before the wipe's line</source>
      <translation>Was vor der Linie liegt</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <translation>{name} entfernen</translation>
    </message>
    <message>
      <source>{name} (counts here)</source>
      <translation>{name} (gilt hier)</translation>
    </message>
    <message>
      <source>The clip</source>
      <translation>Der Clip</translation>
    </message>
    <message>
      <source>Set {setting}</source>
      <translation>Einstellen: {setting}</translation>
    </message>
    <message>
      <source>Choose method</source>
      <translation>Verfahren wählen</translation>
    </message>
    <message>
      <source>Choose objects</source>
      <translation>Objekte wählen</translation>
    </message>
    <message>
      <source>Change keys</source>
      <translation>Tasten ändern</translation>
    </message>
    <message>
      <source>Search for a command or a key</source>
      <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
      <source>Command</source>
      <translation>Befehl</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Tasten</translation>
    </message>
    <message>
      <source>Commands and their keys</source>
      <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
      <source>New keys</source>
      <translation>Neue Tasten</translation>
    </message>
    <message>
      <source>No keys</source>
      <translation>Keine Tasten</translation>
    </message>
    <message>
      <source>Give the command the keys of a fresh start</source>
      <translation>Dem Befehl die ursprünglichen Tasten geben</translation>
    </message>
    <message>
      <source>Reset all</source>
      <translation>Alle zurücksetzen</translation>
    </message>
    <message>
      <source>Assign anyway</source>
      <translation>Trotzdem zuweisen</translation>
    </message>
    <message>
      <source>Assign</source>
      <translation>Zuweisen</translation>
    </message>
    <message>
      <source>Choose a command, click into the field and press the new keys.</source>
      <translation>Einen Befehl wählen, in das Feld klicken und die neuen Tasten drücken.</translation>
    </message>
    <message>
      <source>{keys} belongs to “{command}”, which would lose it.</source>
      <translation>{keys} gehört zu „{command}“ und ginge dort verloren.</translation>
    </message>
    <message>
      <source>Click into the field and press the new keys.</source>
      <translation>In das Feld klicken und die neuen Tasten drücken.</translation>
    </message>
    <message>
      <source>Propagate in one direction, or by one frame</source>
      <translation>In eine Richtung oder um ein Bild propagieren</translation>
    </message>
    <message>
      <source>More ways to propagate</source>
      <translation>Weitere Arten zu propagieren</translation>
    </message>
    <message>
      <source>Drop a clip here</source>
      <translation>Einen Clip hierher ziehen</translation>
    </message>
    <message>
      <source>Paint over an object in one frame, and it is masked through the whole clip.
Video files and folders of pictures can be opened, and projects (.mvos) too.</source>
      <translation>Ein Objekt in einem Bild übermalen, und es wird durch den ganzen Clip maskiert.
Öffnen lassen sich Videodateien, Ordner mit Bildern und Projekte (.mvos).</translation>
    </message>
    <message>
      <source>Open a clip…</source>
      <translation>Clip öffnen …</translation>
    </message>
    <message>
      <source>Try the demo clip</source>
      <translation>Demo-Clip ausprobieren</translation>
    </message>
    <message>
      <source>Two minutes that show how it goes, on a clip that comes with the program</source>
      <translation>Zwei Minuten, die zeigen, wie es geht, an einem mitgelieferten Clip</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>Nicht gefunden</translation>
    </message>
    <message>
      <source>Delete takes it out of this list; the file stays.</source>
      <translation>Entf nimmt es aus dieser Liste; die Datei bleibt.</translation>
    </message>
    <message>
      <source>Remove from list; the file stays</source>
      <translation>Aus der Liste nehmen; die Datei bleibt</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Recent</source>
      <translation>Zuletzt</translation>
    </message>
    <message>
      <source>Today, {time}</source>
      <translation>Heute, {time}</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Gestern</translation>
    </message>
    <message numerus="yes">
      <source>%n days ago</source>
      <translation>
        <numerusform>Vor %n Tag</numerusform>
        <numerusform>Vor %n Tagen</numerusform>
      </translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Zeitleiste</translation>
    </message>
    <message>
      <source>Brush size: [ and ], or Ctrl and the wheel</source>
      <translation>Pinselgröße: [ und ] oder Strg und Rad</translation>
    </message>
    <message>
      <source>Hardness</source>
      <translation>Härte</translation>
    </message>
    <message>
      <source>How hard the brush's edge is: Shift+[ and Shift+]</source>
      <translation>Wie hart der Rand des Pinsels ist: Umschalt+[ und Umschalt+]</translation>
    </message>
    <message>
      <source>Paint over other objects</source>
      <translation>Andere Objekte übermalen</translation>
    </message>
    <message>
      <source>Otherwise a stroke leaves other objects' pixels alone. Locked ones always stay.</source>
      <translation>Sonst lässt ein Strich die Pixel anderer Objekte in Ruhe. Gesperrte bleiben immer.</translation>
    </message>
    <message>
      <source>Mark what is not the object</source>
      <translation>Markieren, was nicht das Objekt ist</translation>
    </message>
    <message>
      <source>What the right button or Alt does too</source>
      <translation>Was auch die rechte Taste oder Alt tut</translation>
    </message>
    <message>
      <source>Pressure sets the size</source>
      <translation>Druck bestimmt die Größe</translation>
    </message>
    <message>
      <source>How hard the stylus is pressed says how wide the brush is</source>
      <translation>Wie fest der Stift drückt, bestimmt die Breite des Pinsels</translation>
    </message>
    <message>
      <source>Opacity of the masks</source>
      <translation>Deckkraft der Masken</translation>
    </message>
    <message>
      <source>How strongly the masks colour the picture</source>
      <translation>Wie stark die Masken das Bild färben</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <source>Frames whose outlines are shown</source>
      <translation>Bilder, deren Umrisse zu sehen sind</translation>
    </message>
    <message>
      <source>How many frames before and after are shown as outlines</source>
      <translation>Von wie vielen Bildern davor und danach Umrisse zu sehen sind</translation>
    </message>
  </context>
</TS>
