<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
  <context>
    <name>MobileVOS Studio</name>
    <message>
      <source>Open clip…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a video file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open folder of pictures…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a folder of pictures as a clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open project…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a project (.mvos)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save clip, objects and masks as a project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save project as…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save the project in another place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import mask to this frame…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take a label PNG as this frame's mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import folder of masks…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take label PNGs named after the clip's frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import matte…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take a black and white film or folder as an object's masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write films, cut-outs, mattes or label maps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export queue…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exports that wait, run and are over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear object in this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Say that the object is not in this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep this frame as an anchor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Confirm its masks: runs start from them and never change them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove this frame's mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forget all masks of this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add an object to be masked</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rename object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show or hide object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lock or unlock object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A locked object's masks are never changed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete object from the clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove it from every frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Object {number} of the list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint the object; the right button erases</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Eraser</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take pixels from the object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Scribble</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draw a line over the object; its outline is found for you</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lasso</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drag around an area, or click its corners; Enter closes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fill</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fill the closed area under the mouse; the right button clears</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smaller brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Larger brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Softer brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Harder brush</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fit to window</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Actual size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One picture pixel is one screen pixel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show outlines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overlay</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The masks in their objects' colours over the frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only the masks' outlines</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Matte</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What of the frame is object, white on black</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cut-out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The objects before a checkerboard</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Original</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The frame without its masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepared edges</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overlay and outline show masks as the mattes prepare them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only the selected object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show no other object's masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outlines of the frames around</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The masks of the frames before in orange, after in blue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play at the clip's own rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play backwards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Press again to go faster; with K held, go one frame back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stand still</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop playing; hold it and press J or L to go by single frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play faster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play, press again to go faster; with K held, go one frame on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play from in to out again and again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mute</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Play without sound</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Previous frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ten frames back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ten frames on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>First frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Last frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Previous anchor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the painted frame before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next anchor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to the painted frame after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Next doubtful frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go to where the network is least sure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set in point</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work from this frame on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set out point</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work up to this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Whole clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear the in and out points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom timeline in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show frames wider, around the playhead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom timeline out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show more frames, around the playhead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fit timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the whole clip in the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fold or unfold the object's lane</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One lane for all objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show all objects in one lane of the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask every frame from in to out, from the painted ones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Update stale frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask again only what a correction has outdated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Forwards from this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Backwards from this frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One frame forwards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One frame backwards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pause</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Let the run wait; press again to go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End the run; what is done stays</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the object out of the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the prepared mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stripes show what is removed beyond the mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show without the object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show the frame with the object removed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A line to be dragged: before to its left, after to its right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move the line left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move the line right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show what is made up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Green is seen in other frames, orange is made up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Render from in to out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove the object from every frame, to be played and exported</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New take</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Another way of removing, beside this one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete take</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete the take that is shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use this take from in to out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which take counts in a frame is what exports show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As the desktop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark or light, as the desktop is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The desktop's</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>English</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deutsch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>First steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Two minutes on the demo clip, at your own pace</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keyboard and mouse</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All keys and mouse gestures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change keys…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Give commands other keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>About MobileVOS Studio</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Removal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&amp;Help</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Theme</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Language</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>open a clip first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Other</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not now: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close MobileVOS Studio?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Work is still under way.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop and close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep working</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your last changes could not be saved and are lost when you close. Close anyway?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The run that goes keeps its quality; yours counts from the next one on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>what was exported last</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the clip without the objects, H.264</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cut-outs, ProRes 4444</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cut-outs, VP9 with alpha</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a matte, ProRes 422</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the objects tinted, H.264</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>label maps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>black and white masks, a folder for each object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Already there: {names}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is there already:

{names}

Replace it?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Exporting {name} …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{report} It is in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show in folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>checking {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>frame {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{text} · {rate:.1f} frames/s · {left}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clips (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts *.mts *.m2ts *.wmv *.flv *.gif *.h264 *.264);;All files (*)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open folder of pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open project: a folder that ends in {ending}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opening {name}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Some of what you did on this clip before could not be loaded and was left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{clip} is not the clip that this project was made on, or has changed since. Its masks may not fit.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open it anyway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip of this project is no longer at {clip}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Locate it…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where is {name}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where is the folder {name}?</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>%n frames</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>File</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{rate} frames/s, variable</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{rate} frames/s, constant</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sound</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>yes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stored as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Undo: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Redo: {step}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is nothing to undo.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is nothing to redo.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Label maps (*.png)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import folder of masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading masks: {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} masks were imported.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The language changes when the program is started again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Matte of {name}: {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Same matte for all objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a film or a folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking at it…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading the matte: {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The matte was taken for {n} of {total} frames.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no frame is painted yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no anchor lies before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no anchor lies after.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The network is sure of every frame that it has masked.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no run is going.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>paint an object in a frame first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>a run is going; stop it first (Esc).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>this frame has no mask to go on from.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>every frame from in to out has a mask that is up to date.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no mask is stale.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is no frame after this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>there is no frame before this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>this is the last frame.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>this is the first frame.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagating…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint at any time: the run takes your correction up and goes on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brush over it in this frame, edge to edge. One frame is enough to begin.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint the object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 frame computed before your correction.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>%n frames computed before your correction.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Update what is stale</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 frame still to be masked.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>%n frames still to be masked.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Every frame from in to out has its mask. Press D to see where the network was unsure; paint there to correct it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check and export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the clip has no sound.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The loudspeakers have failed, so the clip plays without sound.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This is what you did on this clip last time. Save it as a project to keep it under a name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start afresh</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Projects (*{ending})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saving…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kept for recovery</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{message} Your work stays in memory, and saving is tried again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Save as…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate forwards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate backwards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate one frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loading the network…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} of {total} frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{rate} frames/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The run has stopped; the masks made so far are kept. {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add take</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Use {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>it is the only one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>it counts there already.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mask an object first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking at the clip…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{done} of {total} frames  ·  {rate:.1f} frames/s  ·  {left}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filling frame {index}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop rendering</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>%n frames have no mask, so nothing is removed there.</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Rendered: {share:.0%} of what was hidden is seen in other frames.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was rendered here is out of date, or of another take.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LaMa's weights, about 200 MB, are downloaded when you render.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not rendered yet: single frames are shown as they come.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draw over the object first, with the left button; then over what does not belong to it, with the right one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} is no longer at {folder}. If it was moved, open it from where it is now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set in and out points</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Object {label}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the scribble tool</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It finds an object's outline from a rough line. Click it, or press S.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draw a line over the car</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From the bonnet to the boot is enough. What is still missing, a further line adds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The mask of this one frame is carried through the whole clip.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Watch it run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>It takes some seconds. You may pause it, paint meanwhile, or stop it with Esc; what is done stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Look where it was unsure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This goes to the frame of which the network is least sure. The key is D.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Correct the mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draw over what is missing; the right button takes away what is too much. The frame becomes an anchor.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only the frames that your correction has outdated are computed again, from both sides.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove it, or export it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the car out of the picture, or export it with a transparent background. That was all.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There was not enough memory for this; close other programs, or choose a smaller working size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Something went wrong that should not have; what was done is kept. Copy the details and report them, please.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tools</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tool options</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How large the picture is shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>View</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>History</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open recent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clip without the objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Objects cut out, with alpha</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Objects before another background</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clip with the objects tinted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Matte, white on black</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Masks, black and white</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Label maps, palette PNGs (DAVIS)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>from other frames; what none shows is invented once and carried along</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the same, with LaMa as the inventor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LaMa on every frame by itself</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>instant preview by fast marching</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>instant preview by fluid dynamics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only {name} was taken: one at a time can be dropped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Masks are being made; those that are done stay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A removal is being rendered; the frames that are done stay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An export is being written; nothing of it stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Masks are being imported; none of them stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{clip} has another size or another number of frames than the clip of this project, so the masks do not fit it; choose the clip that they were made on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{problem} It was put aside as {place}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The settings of the removal are not understood ({why}); the usual ones are used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip plays without sound, because Qt's multimedia library cannot be loaded ({error}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip plays without sound, because no loudspeakers were found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip plays without sound, because {device} cannot play stereo.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy details</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close this message</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quality against speed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To the left the masks come sooner, to the right they are finer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quality</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Faster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Disk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The short side of the picture that the network sees</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The network: mobilevos-lite is smaller, faster and less accurate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the network computes on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Follow small objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The network zooms in on the part of each frame around small objects: finer, and a little slower</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Working size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Advanced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processor (CPU)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>NVIDIA card (CUDA)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Apple GPU (MPS)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The fastest here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draft</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fast</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Balanced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Custom</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{model} at {size} pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>about {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>measuring…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not measured on this computer yet; that is done as soon as nothing else is to do</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measured on this computer, at this quality</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimated from what was measured on this computer at another quality or with other clips</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of the whole program, without the frames that it keeps for scrubbing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimated from the working size and the number of objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All masks of this clip in a project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimated from the masks that there are</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimated from masks of other clips</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>less than a second</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{hours} h {minutes} min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>under 1 MB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} MB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} GB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} ms</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Green</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Black</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>White</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip, blurred</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip, grey</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose one, or write a colour such as #3366cc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only what is ticked is exported</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A file for each object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Background</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move the edge outwards; negative to shrink the mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Feather</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Soften the edge over so many pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steady</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Calm the edge over so many frames before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source> frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>PNG files in a folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Format</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Timeline for editors (.otio)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>OpenTimelineIO: the clip with its in and out points, and the result above it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>With</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What stands in braces is filled in:
{tokens}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Will be written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add to queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In to out: {start} – {end}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>Whole clip: %n frames</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Times as in the clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Constant {rate:.5g} frames/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip has no sound</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>and {n} more</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As chosen in the Removal panel, take by take</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not for this: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Lossless</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export into</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave the guide (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave the guide</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Skip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint, or set a corner</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left button</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Erase</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Right button, or Alt and the left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close the lasso</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Enter, or a double click</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel a stroke or a lasso</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Esc</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom to the cursor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Wheel, or pinch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brush size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ctrl and the wheel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pan</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Middle button, or Space and drag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zoom the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ctrl and the wheel over it, or pinch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move along the timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Wheel over it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a clip, project or masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drop them onto the window</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mouse</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask an object once, have it masked through the whole clip: on this computer, without a network connection.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As it was opened</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What was done, step by step; Enter goes back or forwards to a step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop this</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>less than a second left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} s left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} min left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{hours} h {minutes} min left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>propagated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>stale: an anchor changed after it was computed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>painted (an anchor)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import matte</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A black and white film, or a folder of such pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Film…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Threshold</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From this grey on, a pixel is the object's; only matters for soft edges</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip's frame that the matte begins at</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a matte</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a folder of mattes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow, px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Feather, px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fill holes, px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close holes in the mask up to this diameter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Despeckle, px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drop separate specks up to this diameter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steady, frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Show this object's masks as they are</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Same for all objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepare all objects as this one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edges of {name}; its masks stay as they are.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Select an object to prepare its matte.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Part of the clip in sight</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The part in sight: drag it to move along, drag its edges to zoom, double-click for all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How loud the clip sounds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Volume</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frame {index} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{n} dropped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{shown} of {due} frames were shown; the others could not be in time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clip or project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Running</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nothing waits. Add projects here, or an export with “Add to queue” in the export dialog.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What is exported of added projects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a project…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Export a project (.mvos) from its in point to its out point, beside it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Of added projects, export</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Start</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the chosen rows out of the queue; without a choice, all that are over</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add a project: a folder that ends in .mvos</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From other frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From other frames, LaMa for the rest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LaMa, frame by frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quick (Telea)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quick (Navier–Stokes)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Move the mask's edge outwards; negative to shrink it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Blend the fill in over so many pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shadow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take the object's shadow too: further right, fainter shadows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Removal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take objects out of the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ways of removing, side by side: each has settings and a rendering of its own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare with</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What lies before the wipe's line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name} (counts here)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Set {setting}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Change keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search for a command or a key</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Command</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Commands and their keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Give the command the keys of a fresh start</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reset all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Assign anyway</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Assign</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose a command, click into the field and press the new keys.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{keys} belongs to “{command}”, which would lose it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click into the field and press the new keys.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate in one direction, or by one frame</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More ways to propagate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Drop a clip here</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint over an object in one frame, and it is masked through the whole clip.
Video files and folders of pictures can be opened, and projects (.mvos) too.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open a clip…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Try the demo clip</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Two minutes that show how it goes, on a clip that comes with the program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not found</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete takes it out of this list; the file stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove from list; the file stays</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Recent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Today, {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Yesterday</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <source>%n days ago</source>
      <translation type="unfinished">
        <numerusform />
        <numerusform />
      </translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frame {index}, {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In point: drag it (I)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Out point: drag it (O)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{name}, frame {frame}: {state}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frame {frame}, {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frame {frame}, {time}: the network is {sure} sure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Confidence</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brush size: [ and ], or Ctrl and the wheel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hardness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How hard the brush's edge is: Shift+[ and Shift+]</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Paint over other objects</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Otherwise a stroke leaves other objects' pixels alone. Locked ones always stay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mark what is not the object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the right button or Alt does too</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opacity of the masks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How strongly the masks colour the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opacity</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Frames whose outlines are shown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How many frames before and after are shown as outlines</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
